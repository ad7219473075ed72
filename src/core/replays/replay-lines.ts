// The lines of the receipts of a replay, column by column and together by receipt.
import type { Sql } from '#src/db/client.ts';
import { copyOut } from '#src/db/copy-out.ts';
import { type FoldedCategory, foldCategory } from '../stores/fold-category.ts';
import type { ReplayNeeds } from './replay-needs.ts';
import { doubled, numberOf, type Words } from './replay-scope.ts';

interface LinesRead {
  count: number;
  receipt: Int32Array;
  lineNo: Int16Array;
  category: Int32Array;
  sku: Int32Array;
  brand: Int32Array;
  name: Int32Array;
  quantityMilli: Float64Array;
  priceMinor: Float64Array;
  amountMinor: Float64Array;
  excluded: Uint8Array;
  categories: Words;
  skus: Words;
  brands: Words;
  names: Words;
}

export interface LineColumns extends LinesRead {
  /** The lines of receipt `r` are those at `places[i]` for i from `from[r]` up to `from[r + 1]`. */
  from: Uint32Array;
  places: Uint32Array;
}

export interface ReadLines {
  needs: ReplayNeeds;
  excluded: ReadonlySet<FoldedCategory>;
  /** Receipt ids as their bytes, and where they stand. */
  places: ReadonlyMap<string, number>;
  /** Which receipts, as SQL. */
  where: string;
  signal?: AbortSignal;
}

/** Reads all lines in the order in which they lie, which is nearly that of the receipts; others are passed over. */
export async function readLines(sql: Sql, asked: ReadLines): Promise<LinesRead> {
  const { needs, places, signal } = asked;
  const lines = emptyLines(needs);
  /** By the number of the category. */
  const outlaw: boolean[] = [];
  let lastKey = '';
  let lastPlace: number | undefined;
  // What is not needed does not travel.
  const or = (needed: boolean, column: string) => (needed ? column : 'null');
  const query = `
    select receipt_id, line_no, category, ${or(needs.sku, 'sku')}, ${or(needs.brand, 'brand')}, ${or(needs.lineName, 'name')},
      ${or(needs.pieces, 'quantity_milli')}, ${or(needs.pieces, 'price_minor')}, amount_minor, excluded
    from receipt_line ${await narrowed(sql, asked)}`;
  const options = signal ? { signal } : {};
  await copyOut(
    sql,
    query,
    (row) => {
      const key = row.key(0);
      if (key !== lastKey) {
        lastKey = key;
        lastPlace = places.get(key);
      }
      if (lastPlace === undefined) return;
      const place = lines.count++;
      if (place === lines.receipt.length) grow(lines, needs);
      const category = numberOf(lines.categories, row, 2);
      if (category === outlaw.length)
        outlaw.push(asked.excluded.has(foldCategory(lines.categories.texts[category] ?? '')));
      lines.receipt[place] = lastPlace;
      lines.lineNo[place] = row.int(1);
      lines.category[place] = category;
      if (needs.sku) lines.sku[place] = numberOf(lines.skus, row, 3);
      if (needs.brand) lines.brand[place] = numberOf(lines.brands, row, 4);
      if (needs.lineName) lines.name[place] = numberOf(lines.names, row, 5);
      if (needs.pieces) {
        lines.quantityMilli[place] = row.int(6);
        lines.priceMinor[place] = row.int(7);
      }
      lines.amountMinor[place] = row.int(8);
      lines.excluded[place] = row.bool(9) || outlaw[category] ? 1 : 0;
    },
    options,
  );
  lines.categories.texts = lines.categories.texts.map(foldCategory);
  return lines;
}

/** When few of the receipts are asked for, their lines alone are read; else it is quicker to read all. */
async function narrowed(sql: Sql, { places, where }: ReadLines): Promise<string> {
  const [row] = await sql<{ receipts: number }[]>`
    select greatest(reltuples, 0)::float8 as receipts from pg_class where oid = 'receipt'::regclass`;
  if (places.size * 2 > (row?.receipts ?? 0)) return '';
  return `where (member_id, receipt_id) in (select member_id, receipt_id from receipt where ${where})`;
}

/** Puts the lines of each receipt together, in the order of their numbers. */
export function lineColumns(lines: LinesRead, receipts: number): LineColumns {
  const { count, receipt, lineNo } = lines;
  const from = new Uint32Array(receipts + 1);
  for (let i = 0; i < count; i++) from[(receipt[i] ?? 0) + 1] = (from[(receipt[i] ?? 0) + 1] ?? 0) + 1;
  for (let r = 0; r < receipts; r++) from[r + 1] = (from[r + 1] ?? 0) + (from[r] ?? 0);
  const next = from.slice();
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const r = receipt[i] ?? 0;
    let at = next[r] ?? 0;
    next[r] = at + 1;
    // Nearly always they come in order already.
    while (at > (from[r] ?? 0) && (lineNo[places[at - 1] ?? 0] ?? 0) > (lineNo[i] ?? 0)) {
      places[at] = places[at - 1] ?? 0;
      at--;
    }
    places[at] = i;
  }
  return { ...lines, from, places };
}

/** Columns that are not needed stay empty. */
function emptyLines(needs: ReplayNeeds): LinesRead {
  const words = (): Words => ({ texts: [], numbers: new Map() });
  const room = (needed = true) => (needed ? 1_024 : 0);
  return {
    count: 0,
    receipt: new Int32Array(room()),
    lineNo: new Int16Array(room()),
    category: new Int32Array(room()),
    sku: new Int32Array(room(needs.sku)),
    brand: new Int32Array(room(needs.brand)),
    name: new Int32Array(room(needs.lineName)),
    quantityMilli: new Float64Array(room(needs.pieces)),
    priceMinor: new Float64Array(room(needs.pieces)),
    amountMinor: new Float64Array(room()),
    excluded: new Uint8Array(room()),
    categories: words(),
    skus: words(),
    brands: words(),
    names: words(),
  };
}

function grow(lines: LinesRead, needs: ReplayNeeds): void {
  lines.receipt = doubled(lines.receipt);
  lines.lineNo = doubled(lines.lineNo);
  lines.category = doubled(lines.category);
  lines.amountMinor = doubled(lines.amountMinor);
  lines.excluded = doubled(lines.excluded);
  if (needs.sku) lines.sku = doubled(lines.sku);
  if (needs.brand) lines.brand = doubled(lines.brand);
  if (needs.lineName) lines.name = doubled(lines.name);
  if (!needs.pieces) return;
  lines.quantityMilli = doubled(lines.quantityMilli);
  lines.priceMinor = doubled(lines.priceMinor);
}
