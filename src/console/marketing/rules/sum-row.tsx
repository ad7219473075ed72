import { AmountFields } from './amount-fields.tsx';
import type { SumNode } from './condition-tree.ts';

const UNIT_OF = { amountMinor: 'money', quantityMilli: 'quantity', count: 'whole' } as const;

/** How much all the lines that are like that come to. */
export function SumRow({ node, onChange }: { node: SumNode; onChange: (node: SumNode) => void }) {
  return <AmountFields node={node} unit={UNIT_OF[node.sum]} onChange={onChange} />;
}
