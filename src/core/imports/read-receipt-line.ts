import { foldCategory } from '../stores/fold-category.ts';
import type { ReadContext, RowCells, RowProblem, StageValue } from './import-kind.ts';
import { readMoney, readQuantity } from './read-cells.ts';

const LONGEST = 200;
const LONGEST_SKU = 60;
const ONE = 1_000;

export interface ReceiptLineRead {
  rowNo: number;
  amountMinor: number;
  /** What is staged of it; null for a row that tells a sum and no goods. */
  goods: readonly StageValue[] | null;
}

/** Null when a cell is wrong, and that is told. What the line came to goes before what its price would make it. */
export function readReceiptLine(
  row: RowCells,
  { excluded }: ReadContext,
  wrong: (problem: RowProblem, field: string, details?: Record<string, number>) => void,
): ReceiptLineRead | null {
  const sku = row.get('sku');
  const name = row.get('name');
  const category = row.get('category');
  const brand = row.get('brand');
  if (sku.length > LONGEST_SKU) return tell('too_long', 'sku', LONGEST_SKU);
  if (name.length > LONGEST) return tell('too_long', 'name', LONGEST);
  if (category.length > LONGEST) return tell('too_long', 'category', LONGEST);
  if (brand.length > LONGEST) return tell('too_long', 'brand', LONGEST);
  const quantity = optional('quantity', readQuantity, ONE);
  const price = optional('price', readMoney, null);
  const discount = optional('discount', readMoney, 0);
  const told = optional('amount', readMoney, null);
  if (quantity === undefined) return tell('quantity', 'quantity');
  if (price === undefined) return tell('money', 'price');
  if (discount === undefined) return tell('money', 'discount');
  if (told === undefined) return tell('money', 'amount');
  if (told === null && price === null) return tell('missing', 'amount');
  const full = Math.round(((price ?? 0) * (quantity ?? ONE)) / ONE);
  const amountMinor = told ?? Math.max(0, full - (discount ?? 0));
  const each = price ?? Math.round(((amountMinor + (discount ?? 0)) * ONE) / (quantity ?? ONE));
  const goods = [
    sku,
    name || sku,
    category,
    brand,
    excluded.has(foldCategory(category)),
    quantity,
    each,
    discount,
    amountMinor,
  ];
  return { rowNo: row.rowNo, amountMinor, goods: sku === '' && name === '' ? null : goods };

  function tell(problem: RowProblem, field: string, most?: number): null {
    wrong(problem, field, most === undefined ? {} : { most });
    return null;
  }

  /** Undefined for what cannot be read. */
  function optional<T>(
    field: string,
    read: (text: string) => T | null,
    otherwise: T | null,
  ): T | null | undefined {
    const cell = row.get(field);
    return cell === '' ? otherwise : (read(cell) ?? undefined);
  }
}
