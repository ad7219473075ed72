// A receipt that has to wait in a table: what is written is read back as it was.
import { toJson } from '../ledger/points.ts';
import type { ReceiptInput, ReceiptLine } from './receipt-input.ts';

/** As it goes into a jsonb column; what was expected of it belongs to the one call and is left out. */
export function storedReceipt({ expects: _expects, ...receipt }: ReceiptInput): object {
  return JSON.parse(toJson(receipt));
}

/**
 * A receipt that `storedReceipt` has written. jsonb has an order of its own: here each field has the place again that it was
 * told in, since a receipt is known again by the text of all of them (receiptHash).
 */
export function readStoredReceipt(stored: unknown): ReceiptInput {
  const { storeId, tillId, externalId, number, amountMinor, burn, occurredAt, lines, ...rest } =
    stored as Omit<ReceiptInput, 'amountMinor' | 'burn' | 'occurredAt'> & {
      amountMinor: string;
      burn: string;
      occurredAt: string;
    };
  return {
    storeId,
    tillId,
    externalId,
    number,
    amountMinor: BigInt(amountMinor),
    burn: BigInt(burn),
    occurredAt: new Date(occurredAt),
    lines: lines.map(asTold),
    ...rest,
  };
}

function asTold(line: ReceiptLine): ReceiptLine {
  const { sku, name, category, brand, quantityMilli, priceMinor, discountMinor, amountMinor, ...rest } = line;
  const branded = brand === undefined ? {} : { brand };
  return { sku, name, category, ...branded, quantityMilli, priceMinor, discountMinor, amountMinor, ...rest };
}
