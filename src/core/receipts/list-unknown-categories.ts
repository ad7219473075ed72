// Categories that tills tell of and the shop does not know: a slip in their settings, or goods that the law may have to
// keep out. Looked for when somebody opens the list, so that receipts pay nothing for it.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { foldCategories, foldCategory } from '../stores/fold-category.ts';
import { UNTOLD_CATEGORY } from './receipt-input.ts';

/** The newest receipts of the last day say enough: a till that sends such a category sends it with every receipt. */
const MOST_RECEIPTS = 3_000;

/** Of the newest receipts, by name; `known` in any spelling are left out. */
export async function listUnknownCategories(
  db: Reader,
  { known, at }: { known: readonly string[]; at: Date },
): Promise<string[]> {
  const rows = await db.execute<{ category: string }>(sql`
    select distinct l.category
    from (
      select member_id, receipt_id from receipt
      where recorded_at > ${at}::timestamptz - interval '1 day' order by recorded_at desc limit ${MOST_RECEIPTS}
    ) r join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
    order by l.category`);
  const names = foldCategories([...known, UNTOLD_CATEGORY, '']);
  return rows.map(({ category }) => category).filter((category) => !names.has(foldCategory(category)));
}
