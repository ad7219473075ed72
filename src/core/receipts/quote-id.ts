import { createHash } from 'node:crypto';
import type { Evaluation } from '../rules/basket.ts';

/** The same for the same points and discounts, whatever the moment. */
export function quoteIdOf({ awards, discounts, toPayMinor, gifts }: Evaluation): string {
  const said = [
    awards.map((award) => [award.currency, award.points]),
    discounts.map((discount) => [discount.ruleId, discount.lineNo, discount.amountMinor]),
    gifts.map((gift) => gift.ruleId),
    toPayMinor,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 16);
}
