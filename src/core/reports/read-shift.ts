// What a cashier did in a shift. A report reads across the rooms' tables.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { Shift } from '../staff/open-shift.ts';

/** What the audit log tells of a till, by its action. */
const NOTED = { 'till.register': 'registered', 'till.block': 'blocked', 'till.replace': 'replaced' } as const;

export interface ShiftOperation {
  kind: 'receipt' | 'return' | 'undone' | (typeof NOTED)[keyof typeof NOTED];
  at: Date;
  /** Of the receipt; empty where there is none. */
  number: string;
  /** Money in minor units: of a sale what was paid, of a return what came back. */
  amountMinor: bigint;
  /** Points that the member got and gave; of a return those given back and taken back. */
  earned: bigint;
  burnt: bigint;
  /** The member's whole name; show it shortened. */
  memberName: string;
}

export interface ShiftReport {
  shift: Shift;
  /** Sales that stand: those that were undone count under `undone` alone. */
  receipts: number;
  amountMinor: bigint;
  earned: bigint;
  burnt: bigint;
  returns: number;
  returnedMinor: bigint;
  takenBack: bigint;
  givenBack: bigint;
  undone: number;
  registered: number;
  blocked: number;
  replaced: number;
  /** The oldest first. */
  operations: ShiftOperation[];
}

type Row = Record<string, unknown> & {
  kind: string;
  at: Date;
  number: string;
  amount_minor: bigint;
  earned: bigint;
  burnt: bigint;
  member_name: string | null;
};

/** Everything between opening and closing, or until now. */
export async function readShiftReport(
  db: Reader,
  { shift, at }: { shift: Shift; at: Date },
): Promise<ShiftReport> {
  const until = shift.closedAt ?? at;
  const noted = Object.keys(NOTED);
  const rows = await db.execute<Row>(sql`
    with done as (
      select case when state = 'cancelled' then 'undone' else 'receipt' end as kind, recorded_at as at, number, member_id,
        amount_minor, earned, burnt
      from receipt
      where recorded_at >= ${shift.openedAt}::timestamptz and recorded_at <= ${until}::timestamptz
        and accepted_by = ${shift.staffId} and store_id = ${shift.storeId}
      union all
      select 'return', b.recorded_at, r.number, b.member_id, b.amount_minor, b.given_back, b.taken_back
      from receipt_return b join receipt r using (member_id, receipt_id)
      where b.recorded_at >= ${shift.openedAt}::timestamptz and b.recorded_at <= ${until}::timestamptz
        and b.accepted_by = ${shift.staffId} and not b.cancels
      union all
      select action, recorded_at, '', subject, 0, 0, 0
      from audit_log
      where actor = ${shift.staffId} and recorded_at >= ${shift.openedAt}::timestamptz
        and recorded_at <= ${until}::timestamptz and action in (${sql.join(
          noted.map((each) => sql`${each}`),
          sql`, `,
        )})
    )
    select done.kind, done.at, done.number, done.amount_minor::bigint, done.earned::bigint, done.burnt::bigint,
      m.name as member_name
    from done left join member m using (member_id)
    order by done.at`);
  const operations = rows.map(operationOf);
  return { shift, ...totalsOf(operations), operations };
}

function operationOf(row: Row): ShiftOperation {
  const kind = row.kind in NOTED ? NOTED[row.kind as keyof typeof NOTED] : row.kind;
  return {
    kind: kind as ShiftOperation['kind'],
    at: row.at,
    number: row.number,
    amountMinor: row.amount_minor,
    earned: row.earned,
    burnt: row.burnt,
    memberName: row.member_name ?? '',
  };
}

function totalsOf(operations: ShiftOperation[]): Omit<ShiftReport, 'shift' | 'operations'> {
  const of = (kind: ShiftOperation['kind']) => operations.filter((each) => each.kind === kind);
  const sum = (list: ShiftOperation[], field: 'amountMinor' | 'earned' | 'burnt') =>
    list.reduce((whole, each) => whole + each[field], 0n);
  const [sold, back] = [of('receipt'), of('return')];
  return {
    receipts: sold.length,
    amountMinor: sum(sold, 'amountMinor'),
    earned: sum(sold, 'earned'),
    burnt: sum(sold, 'burnt'),
    returns: back.length,
    returnedMinor: sum(back, 'amountMinor'),
    givenBack: sum(back, 'earned'),
    takenBack: sum(back, 'burnt'),
    undone: of('undone').length,
    registered: of('registered').length,
    blocked: of('blocked').length,
    replaced: of('replaced').length,
  };
}
