// Proves the books from first principles: nothing here trusts a balance, a version or a remainder; each is counted
// again from the append-only rows.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

export interface AuditFinding {
  /** Which rule does not hold. */
  rule: string;
  /** How many rows break it. */
  count: number;
  /** A few identifiers to begin looking with. */
  examples: string[];
}

export interface AuditReport {
  transfers: bigint;
  entries: bigint;
  findings: AuditFinding[];
}

/** Each rule as a query for the identifiers that break it. */
const RULES: { rule: string; broken: SQL }[] = [
  {
    rule: 'the entries of a transfer sum to zero and are two',
    broken: sql`select transfer_id as id from entry group by member_id, transfer_id, currency
      having sum(amount) <> 0 or count(*) <> 2`,
  },
  {
    rule: 'a transfer has its entry on the member with its own amount, and no entry is without a transfer',
    broken: sql`select coalesce(t.transfer_id, e.transfer_id) as id from transfer t
      full join (select * from entry where account = 'member') e
        on e.member_id = t.member_id and e.transfer_id = t.transfer_id
      where t.transfer_id is null or e.transfer_id is null or e.amount <> t.amount or e.currency <> t.currency`,
  },
  {
    rule: 'a balance is the sum of its entries and its version their count',
    broken: sql`select a.member_id as id from account a
      left join (select member_id, currency, sum(amount) as amount, count(*) as entries from entry
        where account = 'member' group by member_id, currency) e using (member_id, currency)
      where a.balance <> coalesce(e.amount, 0) or a.version <> coalesce(e.entries, 0)`,
  },
  {
    rule: 'versions run without gaps and each balance follows from the one before',
    broken: sql`select transfer_id as id from (
        select transfer_id, version, balance_after, amount,
          row_number() over w as expected, sum(amount) over w as running
        from entry where account = 'member' window w as (partition by member_id, currency order by version)) e
      where version <> expected or balance_after <> running`,
  },
  {
    rule: 'lots hold exactly the balance',
    broken: sql`select a.member_id as id from account a
      left join (select member_id, currency, sum(remaining) as remaining from lot group by member_id, currency) l
        using (member_id, currency)
      where a.balance <> coalesce(l.remaining, 0)`,
  },
  {
    rule: 'what a lot has lost is what transfers drew from it',
    broken: sql`select l.lot_id as id from lot l
      left join (select member_id, lot_id, sum(amount) as amount from lot_use group by member_id, lot_id) u
        using (member_id, lot_id)
      where l.amount - l.remaining <> coalesce(u.amount, 0)`,
  },
  {
    rule: 'a losing transfer drew its amount from lots',
    broken: sql`select t.transfer_id as id from transfer t
      left join (select member_id, transfer_id, sum(amount) as amount from lot_use group by member_id, transfer_id) u
        using (member_id, transfer_id)
      where t.amount < 0 and -t.amount <> coalesce(u.amount, 0)`,
  },
  {
    rule: 'a receipt earned and burnt what its transfers say',
    broken: sql`select r.receipt_id as id from receipt r
      left join (select member_id, receipt_id, sum(amount) filter (where kind = 'earn') as earned,
          -sum(amount) filter (where kind = 'burn') as burnt
        from transfer where receipt_id is not null group by member_id, receipt_id) t using (member_id, receipt_id)
      where r.earned <> coalesce(t.earned, 0) or r.burnt <> coalesce(t.burnt, 0)`,
  },
  {
    rule: 'a receipt key leads to its receipt and back',
    broken: sql`select coalesce(r.receipt_id, k.receipt_id) as id from receipt r
      full join receipt_key k on k.member_id = r.member_id and k.receipt_id = r.receipt_id
      where r.receipt_id is null or k.receipt_id is null
        or k.store_id <> r.store_id or k.external_id <> r.external_id`,
  },
];

/** Checks every rule over all the books. Reads only; `findings` is empty when the books are right. */
export async function auditLedger(db: Reader): Promise<AuditReport> {
  const findings: AuditFinding[] = [];
  for (const { rule, broken } of RULES) {
    const [row] = await db.execute<{ count: bigint; examples: string[] | null }>(
      sql`with broken as (${broken}) select count(*) as count, (array_agg(id))[1:5] as examples from broken`,
    );
    if (row && row.count > 0n)
      findings.push({ rule, count: Number(row.count), examples: row.examples ?? [] });
  }
  const [counted] = await db.execute<{ transfers: bigint; entries: bigint }>(
    sql`select (select count(*) from transfer) as transfers, (select count(*) from entry) as entries`,
  );
  return { transfers: counted?.transfers ?? 0n, entries: counted?.entries ?? 0n, findings };
}
