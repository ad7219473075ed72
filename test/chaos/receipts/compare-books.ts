// The database against the answers: every yes is there exactly once and with the points that were told, nothing else is
// there, and each member's balance is what the answers add up to. One snapshot; the tills may go on meanwhile only with keys
// that have no answer yet, so it is asked while they rest.
import type { Sql } from '#src/db/client.ts';
import type { Answers } from './answers.ts';

export interface Comparison {
  /** Answered with yes, and not there as it was answered. */
  lost: string[];
  /** There more than once, or though nobody was told so; and members whose balance is not the sum of the answers. */
  doubled: string[];
  /** Points that are held for a basket that is closed or cancelled, and were not let go of within minutes. */
  stuck: string[];
}

interface ReceiptRow {
  key: string;
  receiptId: string;
  memberId: string;
  earned: bigint;
  burnt: bigint;
  /** What its transfers say. */
  earnedInBooks: bigint;
  burntInBooks: bigint;
}

interface ReturnRow {
  key: string;
  returnId: string;
  memberId: string;
  takenBack: bigint;
  givenBack: bigint;
  inBooks: bigint;
}

interface HoldRow {
  key: string;
  holdId: string;
  memberId: string;
  amount: bigint;
  captured: bigint;
  status: string;
  captures: bigint;
  /** A worker lets go of those that were closed by a plain number, once a minute. */
  basketIsOver: boolean;
}

interface Rows {
  receipts: ReceiptRow[];
  returns: ReturnRow[];
  holds: HoldRow[];
  balances: { memberId: string; balance: bigint }[];
}

/** `before`: each member's balance when the answers began. */
export async function compareBooks(
  sql: Sql,
  { answers, before }: { answers: Answers; before: ReadonlyMap<string, number> },
): Promise<Comparison> {
  const rows = await readRows(sql);
  const found: Comparison = { lost: [], doubled: [], stuck: [] };
  const balances = new Map(before);
  const add = (memberId: string, points: number) =>
    balances.set(memberId, (balances.get(memberId) ?? 0) + points);
  // Of the same key the last row stays; the others are doubled below.
  const match = <Row extends { key: string }, Yes>(
    kind: string,
    { told, there, same }: { told: Map<string, Yes>; there: Row[]; same: (yes: Yes, row: Row) => boolean },
  ) => {
    const byKey = new Map<string, Row>();
    for (const row of there) {
      if (byKey.has(row.key)) found.doubled.push(`${kind} ${row.key} is there more than once`);
      if (!told.has(row.key) && !answers.waiting.has(row.key))
        found.doubled.push(
          `${kind} ${row.key} is there, answered ${answers.refused.get(row.key) ?? 'never'}`,
        );
      byKey.set(row.key, row);
    }
    for (const [key, yes] of told) {
      const row = byKey.get(key);
      if (!row) found.lost.push(`${kind} ${key}: ${JSON.stringify(yes)} is not there`);
      else if (!same(yes, row)) found.lost.push(`${kind} ${key}: ${JSON.stringify(yes)} is ${shown(row)}`);
    }
  };

  match('receipt', {
    told: answers.receipts,
    there: rows.receipts,
    same: (yes, row) =>
      yes.receiptId === row.receiptId &&
      yes.memberId === row.memberId &&
      yes.earned === Number(row.earned) &&
      yes.burnt === Number(row.burnt),
  });
  for (const row of rows.receipts)
    if (row.earned !== row.earnedInBooks || row.burnt !== row.burntInBooks)
      found.doubled.push(`the points of receipt ${shown(row)}`);
  for (const yes of answers.receipts.values()) add(yes.memberId, yes.earned - yes.burnt);

  match('return', {
    told: answers.returns,
    there: rows.returns,
    same: (yes, row) =>
      yes.returnId === row.returnId &&
      yes.memberId === row.memberId &&
      yes.takenBack === Number(row.takenBack) &&
      yes.givenBack === Number(row.givenBack),
  });
  for (const row of rows.returns) {
    if (row.givenBack - row.takenBack !== row.inBooks)
      found.doubled.push(`the points of return ${shown(row)}`);
    // Booked since it was told to wait.
    if (answers.waiting.has(row.key)) add(row.memberId, Number(row.givenBack - row.takenBack));
  }
  for (const yes of answers.returns.values()) add(yes.memberId, yes.givenBack - yes.takenBack);

  const ownHolds = rows.holds.filter((row) => !row.key.startsWith('receipt:'));
  match('hold', {
    told: answers.holds,
    there: ownHolds,
    same: (yes, row) =>
      yes.holdId === row.holdId &&
      yes.memberId === row.memberId &&
      yes.status === row.status &&
      yes.points === Number(row.amount) &&
      yes.captured === Number(row.captured),
  });
  for (const row of rows.holds) {
    if (row.captures > 1n) found.doubled.push(`hold ${shown(row)} was captured more than once`);
    if (row.basketIsOver && row.status === 'open') found.stuck.push(`hold ${shown(row)}`);
  }
  for (const yes of answers.holds.values()) add(yes.memberId, -yes.captured);

  for (const { memberId, balance } of rows.balances) {
    const told = balances.get(memberId) ?? 0;
    if (told !== Number(balance))
      found.doubled.push(`${memberId} has ${balance} points, the answers come to ${told}`);
  }
  return found;
}

async function readRows(sql: Sql): Promise<Rows> {
  return await sql.begin('isolation level repeatable read read only', async (tx) => ({
    receipts: await tx<ReceiptRow[]>`
      select r.external_id as key, r.receipt_id as "receiptId", r.member_id as "memberId", r.earned, r.burnt,
        coalesce(sum(t.amount) filter (where t.kind = 'earn'), 0)::bigint as "earnedInBooks",
        coalesce(-sum(t.amount) filter (where t.kind = 'burn'), 0)::bigint as "burntInBooks"
      from receipt r left join transfer t
        on t.member_id = r.member_id and t.receipt_id = r.receipt_id and t.currency = 'points'
      group by r.member_id, r.receipt_id`,
    returns: await tx<ReturnRow[]>`
      select b.external_id as key, b.return_id as "returnId", b.member_id as "memberId", b.taken_back as "takenBack",
        b.given_back as "givenBack", coalesce(sum(t.amount), 0)::bigint as "inBooks"
      from receipt_return b left join transfer t
        on t.member_id = b.member_id and t.receipt_id = b.receipt_id and t.kind = 'reverse'
        and t.reason->>'returnId' = b.return_id
      where not b.cancels
      group by b.member_id, b.return_id`,
    holds: await tx<HoldRow[]>`
      select regexp_replace(h.hold_key, '^api:[^:]*:', '') as key, h.hold_id as "holdId", h.member_id as "memberId",
        h.amount, h.captured, h.status,
        (select count(*) from transfer t
          where t.member_id = h.member_id and t.idempotency_key = 'capture:' || h.hold_id) as captures,
        h.hold_key like 'receipt:%' and h.opened_at < now() - interval '3 minutes' and not exists (select from open_receipt o
          where o.hold_id = h.hold_id and o.state = 'open'
            and not exists (select from receipt_key k
              where k.store_id = o.store_id and k.external_id = o.external_id)) as "basketIsOver"
      from hold h`,
    balances: await tx<Rows['balances']>`
      select member_id as "memberId", balance from account where currency = 'points'`,
  }));
}

function shown(row: object): string {
  return JSON.stringify(row, (_name, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}
