import { batchFlow } from './batch-flow.ts';
import { claimFlow } from './claim-flow.ts';
import { elsewhereFlow } from './elsewhere-flow.ts';
import type { Flow } from './flow.ts';
import { holdFlow } from './hold-flow.ts';
import { partnerFlow } from './partner-flow.ts';
import { quoteFlow } from './quote-flow.ts';
import { returnFlow } from './return-flow.ts';
import { saleFlow } from './sale-flow.ts';

/** Every flow of the API in the order in which the reference page tells them. */
export const FLOWS: readonly Flow[] = [
  quoteFlow,
  saleFlow,
  holdFlow,
  returnFlow,
  elsewhereFlow,
  batchFlow,
  claimFlow,
  partnerFlow,
];
