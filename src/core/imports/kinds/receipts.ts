// Past receipts, a row for each line; rows of one receipt have the same store and receipt. They are history: they count for
// turnover and tiers, and earn only when it is asked for. A receipt with a wrong row is left out as a whole, for half of
// one is no receipt.
import { sql } from 'drizzle-orm';
import { markMembers } from '../../analytics/mark-members.ts';
import { orderByTime } from '../earn-receipts.ts';
import type { ImportKind } from '../import-kind.ts';
import { mergeScattered } from '../merge-scattered.ts';
import { receiptReader } from '../receipt-reader.ts';
import { JOIN_WHO, WHO, WHO_AGREE, WHO_COLUMNS, WHO_FIELDS } from '../who-fields.ts';
import { settleStandings, writeReceipts } from '../write-receipts.ts';

export const RECEIPTS: ImportKind = {
  kind: 'receipts',
  fields: [
    { field: 'store', required: true },
    { field: 'receipt', required: true },
    { field: 'at', required: true },
    ...WHO_FIELDS,
    ...['number', 'sku', 'name', 'category', 'brand', 'quantity', 'price', 'discount', 'amount'].map(
      (field) => ({ field }),
    ),
  ],
  oneOf: WHO,
  tables: [
    {
      name: 'heads',
      columns: [
        'row_no bigint',
        'receipt_id text',
        'store_id text',
        'receipt_key text',
        'number text',
        'amount_minor bigint',
        'lines smallint',
        // Of rows that tell a sum and no goods.
        'sums bigint[]',
        'occurred_at timestamptz',
        'month text',
        ...WHO_COLUMNS,
        'is_void boolean',
      ],
    },
    {
      name: 'lines',
      columns: [
        'line_no smallint',
        'row_no bigint',
        'sku text',
        'name text',
        'category text',
        'brand text',
        'excluded boolean',
        'quantity_milli bigint',
        'price_minor bigint',
        'discount_minor bigint',
        'amount_minor bigint',
      ],
    },
  ],
  groupsAtOnce: 4_000,
  // A receipt's key is its own, also among those of other imports and of tills.
  lanes: 2,
  reader: receiptReader,
  async afterReading(tx, read) {
    const wrong = await mergeScattered(tx, read);
    if (read.earns) await orderByTime(tx, read.stage);
    return wrong;
  },

  judge: ([heads], within, importId) => sql`
    select s.group_no, s.row_no, s.receipt_id, s.store_id, s.receipt_key, s.number, s.amount_minor, s.occurred_at, s.month,
      s.card, s.phone, s.external_id, m.member_id,
      case when m.member_id is null or m.status = 'erased' or not ${WHO_AGREE} then 'wrong' when k.receipt_id is null then 'new'
        when k.accepted_by = ${importId} then 'brought'
        when k.amount_minor = s.amount_minor and k.whose = m.member_id then 'same'
        else 'wrong' end as verdict,
      case when m.member_id is null then 'nobody' when m.status = 'erased' then 'erased' when not ${WHO_AGREE} then 'of_another'
        else 'differs' end as problem,
      case when m.member_id is not null and k.receipt_id is not null then 'receipt' when s.card is not null then 'card'
        when s.phone is not null then 'phone' else 'externalId' end as field,
      '{}'::jsonb as details
    from ${heads} s ${JOIN_WHO}
      left join lateral (
        select k.receipt_id, r.amount_minor, r.accepted_by, coalesce(t.absorbed_into, k.member_id) as whose
        from receipt_key k left join receipt r on r.member_id = k.member_id and r.receipt_id = k.receipt_id
          left join member t on t.member_id = k.member_id
        where k.store_id = s.store_id and k.external_id = s.receipt_key limit 1) k on true
    where ${within}`,

  write: writeReceipts,
  async settle(tx) {
    await settleStandings(tx);
    await markMembers(tx, sql`select member_id from judged where verdict in ('new', 'brought')`);
  },
};
