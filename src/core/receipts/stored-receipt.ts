// A receipt that has to wait in a table: what is written is read back as it was.
import { toJson } from '../ledger/points.ts';
import type { ReceiptInput } from './receipt-input.ts';

/** As it goes into a jsonb column; what was expected of it belongs to the one call and is left out. */
export function storedReceipt({ expects: _expects, ...receipt }: ReceiptInput): object {
  return JSON.parse(toJson(receipt));
}

/** A receipt that `storedReceipt` has written. */
export function readStoredReceipt(stored: unknown): ReceiptInput {
  const { amountMinor, burn, occurredAt, ...rest } = stored as Omit<
    ReceiptInput,
    'amountMinor' | 'burn' | 'occurredAt'
  > & { amountMinor: string; burn: string; occurredAt: string };
  return {
    ...rest,
    amountMinor: BigInt(amountMinor),
    burn: BigInt(burn),
    occurredAt: new Date(occurredAt),
  };
}
