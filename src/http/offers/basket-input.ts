// A basket that is only looked at, as the core takes it.
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { StoreId, TillId } from '#src/lib/id.ts';

export interface BasketTold {
  amountMinor?: number | undefined;
  lines: ReceiptInput['lines'];
}

/** Null: nothing lies on the counter. */
export function basketInput(
  { amountMinor, lines }: BasketTold,
  { storeId, tillId, by, at }: { storeId: StoreId; tillId: TillId | null; by: string; at: Date },
): ReceiptInput | null {
  const listed = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const sum = amountMinor ?? listed;
  if (sum === 0) return null;
  return {
    storeId,
    tillId,
    externalId: '',
    number: '',
    amountMinor: BigInt(sum),
    burn: 0n,
    occurredAt: at,
    lines,
    acceptedBy: by,
  };
}
