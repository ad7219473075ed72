// Who asks what they can use, and what they hold: looked up together for all who ask at the same time, so that a busy
// moment costs a few queries instead of many. Whoever asks alone waits for nobody.
import type { Reader, Sql } from '#src/db/client.ts';
import { runText, runTextIn } from '#src/db/run-text.ts';
import type { CouponId, MemberId, OfferId } from '#src/lib/id.ts';
import { type ReceiptMember, readReceiptMemberIn, readReceiptMembers } from '../receipts/receipt-member.ts';
import { Refusal } from '../refusal.ts';
import { couponRuleKey } from '../rules/coupon-rules.ts';
import type { KnownRules } from '../rules/known-rules.ts';

export interface Held {
  offerId: OfferId;
  key: string;
  couponId: CouponId;
  code: string;
  status: 'issued' | 'taken';
  /** Milliseconds; Infinity: never. */
  expiresAt: number;
}

/** Their coupons are `held`. */
export type MemberHere = Omit<ReceiptMember, 'coupons'>;

export interface Holder {
  member: MemberHere;
  /** Open ones, the next to expire first. */
  held: Held[];
  /** How many of each offer they have had, those that they put back left out. */
  had: Record<OfferId, number>;
}

export interface AskHolder {
  rules: KnownRules;
  timeZone: string;
  at: Date;
}

interface HeldRow {
  member_id: MemberId;
  open: [OfferId, number, CouponId, string, Held['status'], number | null][] | null;
  had: Record<OfferId, number> | null;
}

const QUERY = `
  select m as member_id,
    (select jsonb_agg(jsonb_build_array(c.offer_id, c.version, c.coupon_id, c.code, c.status,
        (extract(epoch from c.expires_at) * 1000)::bigint) order by c.expires_at nulls last, c.coupon_id)
      from coupon c where c.member_id = m and c.status in ('issued', 'taken')) as open,
    (select jsonb_object_agg(h.offer_id, h.times) from (
      select c.offer_id, count(*) as times from coupon c where c.member_id = m and c.status <> 'withdrawn'
      group by c.offer_id) h) as had
  from unnest($1::text[]) m`;

/** One holder, as a transaction sees them. Throws the Refusals of readReceiptMemberIn. */
export async function readHolderIn(db: Reader, memberId: MemberId, asked: AskHolder): Promise<Holder> {
  const member = await readReceiptMemberIn(db, memberId, {
    ...asked,
    moments: [asked.at],
    withCoupons: false,
  });
  const [row] = await runTextIn<HeldRow>(db, QUERY, [[memberId]]);
  return holderOf(member, row);
}

type Found = Holder | Refusal;

/** Those of one query, in the order of the ids. */
async function readHolders(sql: Sql, memberIds: MemberId[], asked: AskHolder): Promise<Found[]> {
  const ids = [...new Set(memberIds)];
  const keys = ids.map((memberId) => ({ memberId }));
  const [members, rows] = await Promise.all([
    readReceiptMembers(sql, keys, { ...asked, moments: ids.map(() => asked.at), withCoupons: false }),
    runText<HeldRow>(sql, QUERY, [ids]),
  ]);
  const byId = new Map(rows.map((row) => [row.member_id, row]));
  const found = new Map(
    ids.map((memberId, place) => {
      const member = members[place] ?? new Refusal('member_not_found');
      return [memberId, member instanceof Refusal ? member : holderOf(member, byId.get(memberId))];
    }),
  );
  return memberIds.map((memberId) => found.get(memberId) ?? new Refusal('member_not_found'));
}

function holderOf(member: MemberHere, row: HeldRow | undefined): Holder {
  const held = (row?.open ?? []).map(
    ([offerId, version, couponId, code, status, expiresAt]): Held => ({
      offerId,
      key: couponRuleKey({ ruleId: offerId, version }),
      couponId,
      code,
      status,
      expiresAt: expiresAt ?? Number.POSITIVE_INFINITY,
    }),
  );
  return { member, held, had: row?.had ?? {} };
}

/** Throws the Refusals of readReceiptMembers. */
export type HolderReader = (memberId: MemberId, asked: AskHolder) => Promise<Holder>;

interface Waiting {
  memberId: MemberId;
  asked: AskHolder;
  resolve: (holder: Holder) => void;
  reject: (error: unknown) => void;
}

const MOST_TOGETHER = 100;
/** While one query is read the next is asked. */
const LANES = 2;
const readers = new WeakMap<Sql, HolderReader>();

/** The reader of these pools: who asks while others are being looked up is looked up with the next. */
export function holderReader(sql: Sql): HolderReader {
  const known = readers.get(sql);
  if (known) return known;
  let queue: Waiting[] = [];
  let busy = 0;
  const work = async () => {
    while (queue.length > 0) {
      const together = queue.slice(0, MOST_TOGETHER);
      queue = queue.slice(MOST_TOGETHER);
      await settle(sql, together);
    }
    busy--;
  };
  const made: HolderReader = (memberId, asked) =>
    new Promise((resolve, reject) => {
      queue.push({ memberId, asked, resolve, reject });
      if (busy === LANES) return;
      busy++;
      setImmediate(() => void work());
    });
  readers.set(sql, made);
  return made;
}

/** Everybody of one moment by the rules of the last who came: they are a second old at most. Never throws. */
async function settle(sql: Sql, together: Waiting[]): Promise<void> {
  const asked = together.at(-1)?.asked;
  if (!asked) return;
  try {
    const found = await readHolders(
      sql,
      together.map((each) => each.memberId),
      asked,
    );
    for (const [place, each] of together.entries()) {
      const holder = found[place];
      if (!holder || holder instanceof Refusal) each.reject(holder ?? new Refusal('member_not_found'));
      else each.resolve(holder);
    }
  } catch (error) {
    for (const each of together) each.reject(error);
  }
}
