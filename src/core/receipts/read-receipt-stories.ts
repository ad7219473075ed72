// Everything a member may be told about a purchase, as it is now: what was bought, what it brought, what came back.
// Messages are made from this and from nothing else, so that telling twice or in another order does no harm.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { Moved } from '#src/db/schema/receipts.ts';
import type { CouponId, MemberId, ReceiptId, StoreId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { listReceiptMoves, type ReceiptMove } from '../ledger/list-receipt-moves.ts';
import type { Points } from '../ledger/points.ts';
import { listGivenBack } from '../offers/list-given-back.ts';
import { Refusal } from '../refusal.ts';
import { readStoreNames } from '../stores/read-store.ts';
import { lapsedPoints } from './lapsed-points.ts';
import { type OtherMoved, othersMoved } from './other-moved.ts';
import type { ReceiptTold } from './receipt-input.ts';
import { readTold } from './settled-receipt.ts';

/** A receipt that came later than that may have brought what was over. */
const FRESH_DAYS = 27;

export interface ReceiptKeyed {
  memberId: MemberId;
  receiptId: ReceiptId;
}

export interface ReceiptStory extends ReceiptKeyed {
  number: string;
  storeName: string;
  /** After our discounts, before returns. */
  amountMinor: bigint;
  discountMinor: bigint;
  moneyCurrency: string;
  state: 'closed' | 'partly_returned' | 'returned' | 'cancelled';
  earned: Points;
  burnt: Points;
  /** Of what it earned of each currency, what was over when it came. */
  lapsed: ReadonlyMap<string, Points>;
  /** The account without those right after the last thing that happened to this receipt. */
  balanceAfter: Points;
  rating: number | null;
  /** Of the first rating; null: there is none, or it is from before this was kept. */
  ratedAt: Date | null;
  occurredAt: Date;
  recordedAt: Date;
  told: ReceiptTold;
  /** In the order in which they were recorded; null: not read, for nothing of them waits or has changed. */
  moves: ReceiptMove[] | null;
  /** What it moved of each currency but points. */
  others: OtherMoved[];
  lines: StoryLine[];
  /** Of all returns together; null when nothing came back. */
  returned: { amountMinor: bigint; takenBack: Points; givenBack: Points; owed: Points } | null;
  /** Of the coupons that worked on it, those that came back with the goods and can be used again. */
  couponsBack: readonly CouponId[];
}

export type FullStory = ReceiptStory & { moves: ReceiptMove[] };

export interface StoryLine {
  lineNo: number;
  name: string;
  sku: string;
  category: string;
  /** By law neither points nor discounts. */
  excluded: boolean;
  quantityMilli: number;
  returnedMilli: number;
  /** What was paid for it, after discounts of ours. */
  amountMinor: number;
}

interface StoryRow extends Record<string, unknown> {
  member_id: MemberId;
  receipt_id: ReceiptId;
  store_id: StoreId;
  number: string;
  amount_minor: bigint;
  discount_minor: bigint;
  money_currency: string;
  state: ReceiptStory['state'];
  earned: bigint;
  burnt: bigint;
  balance_after: bigint;
  rating: number | null;
  rated_at: Date | null;
  occurred_at: Date;
  recorded_at: Date;
  told: unknown;
  moved: Moved | null;
  netted: Record<string, string> | null;
  lines: StoryLine[];
  returned: { amountMinor: string; takenBack: string; givenBack: string; owed: string } | null;
}

/**
 * The stories of these receipts by id, in a few statements however many there are; unknown ones are absent. A receipt is
 * also found for the member that its own has become part of. Left out unless `inFull` is set: the lines of a receipt of which
 * nothing came back, the reasons of movements, and movements that the receipt itself tells all about, as most do.
 */
export async function listReceiptStories(
  db: Reader,
  receipts: ReceiptKeyed[],
  { inFull = false }: { inFull?: boolean } = {},
): Promise<Map<ReceiptId, ReceiptStory>> {
  if (receipts.length === 0) return new Map();
  // Several events of one receipt ask for it several times: its movements are to be counted once.
  const each = receipts.map(
    ({ memberId, receiptId }) => [`${memberId} ${receiptId}`, { memberId, receiptId }] as const,
  );
  const asked = [...new Map(each).values()];
  const whose = sql`select asked."memberId" as member_id
    union all select m.member_id from member m where m.absorbed_into = asked."memberId"`;
  const rows = await db.execute<StoryRow>(sql`
    select asked."memberId" as member_id, r.receipt_id, r.store_id, r.number, r.amount_minor, r.discount_minor, r.money_currency, r.state,
      r.earned, r.burnt, r.balance_after, r.rating, r.rated_at, r.occurred_at, r.recorded_at, r.told, r.moved,
      coalesce((
        select jsonb_agg(jsonb_build_object('lineNo', line_no, 'name', name, 'sku', sku, 'category', category, 'excluded', excluded,
          'quantityMilli', quantity_milli, 'returnedMilli', returned_milli,
          'amountMinor', amount_minor - our_discount_minor) order by line_no)
        from receipt_line l where l.member_id = r.member_id and l.receipt_id = r.receipt_id
          and (${inFull} or r.state <> 'closed')), '[]') as lines,
      (select jsonb_build_object('amountMinor', sum(amount_minor)::text, 'takenBack', sum(taken_back)::text,
          'givenBack', sum(given_back)::text, 'owed', sum(owed)::text)
        from receipt_return b where b.member_id = r.member_id and b.receipt_id = r.receipt_id and r.state <> 'closed'
        having count(*) > 0) as returned,
      case when r.told ? 'netted' then (select jsonb_object_agg(n.currency, coalesce((
          select e.balance_after from entry e join transfer t on t.member_id = e.member_id and t.transfer_id = e.transfer_id
          where e.member_id = r.member_id and e.currency = n.currency and e.account = 'member' and t.recorded_at <= r.recorded_at
          order by e.version desc limit 1), 0)::text)
        from jsonb_to_recordset(r.told->'netted') as n(currency text)) end as netted
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked("memberId" text, "receiptId" text)
      cross join lateral (${whose}) who
      cross join lateral (select * from receipt
        where member_id = who.member_id and receipt_id = asked."receiptId" offset 0) r`);
  const long = inFull ? rows : rows.filter((row) => !isPlain(row));
  const [moves, names, back] = await Promise.all([
    listReceiptMoves(db, long.map(keysOf), { reasons: inFull }),
    readStoreNames(db, [...new Set(rows.map((row) => row.store_id))]),
    listGivenBack(db, rows.filter((row) => row.returned !== null).map(keysOf)),
  ]);
  const read = new Set(long);
  return new Map(
    rows.map((row) => [
      row.receipt_id,
      asStory(row, {
        moves: read.has(row) ? (moves.get(row.receipt_id) ?? []) : null,
        storeName: names.get(row.store_id) ?? '',
        couponsBack: back.get(row.receipt_id) ?? [],
      }),
    ]),
  );
}

const keysOf = ({ member_id: memberId, receipt_id: receiptId }: StoryRow): ReceiptKeyed => ({
  memberId,
  receiptId,
});

/** Nothing has happened to it since, and nothing of it waits or was over when it came: all that it moved stands in the receipt. */
function isPlain({
  state,
  moved,
  told,
  occurred_at: occurredAt,
  recorded_at: recordedAt,
}: StoryRow): boolean {
  if (state !== 'closed' || moved === null) return false;
  const came = recordedAt.getTime();
  // Points that end by inactivity live for a month at least.
  if (came - occurredAt.getTime() > FRESH_DAYS * DAY_MS) return false;
  return readTold(told).awards.every(
    ({ activeAt, expiresAt }) =>
      activeAt !== null &&
      Date.parse(activeAt) <= came &&
      (expiresAt === null || Date.parse(expiresAt) > came),
  );
}

/** The story of one receipt in full. Throws Refusal `not_found` when it is not this member's. */
export async function readReceiptStory(db: Reader, receipt: ReceiptKeyed): Promise<FullStory> {
  const story = (await listReceiptStories(db, [receipt], { inFull: true })).get(receipt.receiptId);
  if (!story) throw new Refusal('not_found');
  return { ...story, moves: story.moves ?? [] };
}

function asStory(
  row: StoryRow,
  { moves, storeName, couponsBack }: Pick<ReceiptStory, 'moves' | 'storeName' | 'couponsBack'>,
): ReceiptStory {
  const { returned } = row;
  const lapsed = lapsedPoints(moves ?? [], { recordedAt: row.recorded_at });
  const last = moves?.findLast((move) => move.currency === 'points');
  const balance = last?.balanceAfter ?? row.balance_after;
  // What happened since has found them gone.
  const isOwn = !last || last.recordedAt <= row.recorded_at;
  return {
    memberId: row.member_id,
    receiptId: row.receipt_id,
    number: row.number,
    storeName,
    amountMinor: row.amount_minor,
    discountMinor: row.discount_minor,
    moneyCurrency: row.money_currency,
    state: row.state,
    earned: row.earned,
    burnt: row.burnt,
    balanceAfter: isOwn ? balance - (lapsed.get('points') ?? 0n) : balance,
    lapsed,
    rating: row.rating,
    ratedAt: row.rated_at,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    told: readTold(row.told),
    moves,
    others: othersMoved({ ...row, moved: row.state === 'closed' ? row.moved : null, moves, lapsed }),
    lines: row.lines,
    couponsBack,
    returned: returned && {
      amountMinor: BigInt(returned.amountMinor),
      takenBack: BigInt(returned.takenBack),
      givenBack: BigInt(returned.givenBack),
      owed: BigInt(returned.owed),
    },
  };
}
