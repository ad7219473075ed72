// Who the receipts of a batch belong to and what the rules have to know of them, in one query for all of them.
import type { Reader, Sql } from '#src/db/client.ts';
import { runText, runTextIn } from '#src/db/run-text.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { type HeldCoupon, type HeldRow, heldCoupon } from '../offers/held-coupon.ts';
import { Refusal } from '../refusal.ts';
import type { MemberFacts, RuleUse } from '../rules/basket.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { asOfThen } from './as-of-then.ts';
import type { RunText } from './find-uses.ts';
import { localDay } from './local-day.ts';
import type { ReceiptName } from './open-receipt.ts';

/** A member by id, or by the number of one of the member's cards. */
export type MemberKey = { memberId: MemberId } | { cardNumber: string };

/** A member as the rules and the writing of a receipt need them. */
export interface ReceiptMember {
  memberId: MemberId;
  /** Of the standing: says whether it is still as the rules saw it. */
  version: bigint;
  /** The tier of now; `facts.tierKey` is the one that counts, which for late receipts is that of their time. */
  nowTierKey: string;
  turnoverMinor: bigint;
  /** What counts for the tier, by month. */
  months: Record<string, number>;
  /** The day that the standing counts on, `YYYY-MM-DD`; null before the first receipt. */
  day: string | null;
  /** As the standing holds it; `facts.ruleUse` is as of the receipt's own day. */
  ruleUse: Record<RuleId, RuleUse>;
  /** Those that work at a till by themselves. */
  coupons: HeldCoupon[];
  facts: MemberFacts;
}

interface MemberRow {
  key: string;
  member_id: MemberId;
  member_status: 'active' | 'erased';
  card_status: 'active' | 'blocked' | null;
  tier_key: string;
  language: string;
  registered_at: Date;
  birthday: string | null;
  marketing_consent: boolean;
  version: bigint | null;
  receipts: number;
  turnover_minor: bigint;
  last_receipt_at: Date | null;
  months: Record<string, number>;
  day: string | null;
  earned_today: Record<string, number>;
  rule_use: Record<RuleId, RuleUse>;
  balances: Record<string, number> | null;
  totals: Record<string, number> | null;
  recent: [at: number, amountMinor: number][] | null;
  coupons: HeldRow[] | null;
}

export interface ReadReceiptMembers {
  /** When each receipt was printed, in the order of the keys. */
  moments: readonly Date[];
  rules: Pick<KnownRules, 'at' | 'coupons'>;
  /** Of the programme. */
  timeZone: string;
  at: Date;
  /** Told later than they happened: the tier and what was bought before are those of their time. */
  late?: boolean;
  /** False where nobody looks at the coupons they hold: read as none, which spares the look-up. */
  withCoupons?: boolean;
}

/**
 * The member of each key, in the same order; a Refusal `card_not_found`, `card_blocked` or `member_erased` in the
 * place of one who cannot have receipts.
 */
export async function readReceiptMembers(
  sql: Sql,
  keys: MemberKey[],
  asked: ReadReceiptMembers,
): Promise<(ReceiptMember | Refusal)[]> {
  const rows = await runText<MemberRow>(sql, QUERY, argumentsOf(keys, asked));
  return await asOfThen((text, values) => runText(sql, text, values), inOrder(rows, keys, asked), asked);
}

/**
 * The same for a batch of receipts, and `slips`: the places, from 0, of those `names` under which a receipt was closed as nobody's.
 * One statement for both: asked by itself it was a tenth of a busy shop's receipts (test/bench/README.md).
 */
export async function readMembersAndSlips(
  sql: Sql,
  keys: MemberKey[],
  asked: ReadReceiptMembers & { names: readonly (ReceiptName | null)[] },
): Promise<{ members: (ReceiptMember | Refusal)[]; slips: number[] }> {
  const places = asked.names.flatMap((name, place) => (name ? [{ ...name, place }] : []));
  const rows = await runText<MemberRow & { slips: number[] | null }>(sql, QUERY_WITH_SLIPS, [
    ...argumentsOf(keys, asked),
    places.map(({ place }) => place),
    places.map(({ storeId }) => storeId),
    places.map(({ externalId }) => externalId),
  ]);
  const run: RunText = (text, values) => runText(sql, text, values);
  return { members: await asOfThen(run, inOrder(rows, keys, asked), asked), slips: rows[0]?.slips ?? [] };
}

/** One member, as a transaction that has locked the standing sees them. Throws the Refusals of readReceiptMembers. */
export async function readReceiptMemberIn(
  db: Reader,
  memberId: MemberId,
  asked: ReadReceiptMembers,
): Promise<ReceiptMember> {
  const keys = [{ memberId }];
  const rows = await runTextIn<MemberRow>(db, QUERY, argumentsOf(keys, asked));
  const run: RunText = (text, values) => runTextIn(db, text, values);
  const [found] = await asOfThen(run, inOrder(rows, keys, asked), asked);
  if (!found || found instanceof Refusal) throw found ?? new Refusal('member_not_found');
  return found;
}

const MEMBERS = `receipt_members(
  $1::text[], $2::text[], $3::text[], $4::boolean, $5::integer, $6::integer, $7::timestamptz, $8::timestamptz, $9::timestamptz,
  $10::boolean)`;

const QUERY = `select * from ${MEMBERS}`;

// Each row has the slips of the whole batch: most of the time there are none. `offset 0`: name by name, by the index.
const QUERY_WITH_SLIPS = `select m.*, (
    select array_agg(i.place) from unnest($11::integer[], $12::text[], $13::text[]) as i(place, store_id, external_id)
      cross join lateral (
        select from anonymous_receipt a where a.store_id = i.store_id and a.external_id = i.external_id offset 0) a) as slips
  from ${MEMBERS} m`;

function argumentsOf(keys: MemberKey[], asked: ReadReceiptMembers): unknown[] {
  const { rules, moments, at, withCoupons = true } = asked;
  const ids = keys.flatMap((key) => ('memberId' in key ? [key.memberId] : []));
  const numbers = keys.flatMap((key) => ('cardNumber' in key ? [key.cardNumber] : []));
  // Late receipts may be asked about by rules of several times.
  const books = [...new Set(moments.map((moment) => rules.at(moment)))].map(factsNeeded);
  const needed = rules.coupons ? [...books, rules.coupons.needs] : books;
  const recentDays = Math.max(0, ...needed.map((each) => each.recentDays));
  const recentMost = Math.max(0, ...needed.map((each) => each.recentMost));
  const balances = [...new Set(needed.flatMap((each) => each.balances))];
  const totals = needed.some((each) => each.totals);
  // Each receipt looks back from its own moment.
  const times = (moments.length > 0 ? moments : [at]).map((moment) => moment.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)].map((time) => new Date(time).toISOString());
  return [
    ids,
    numbers,
    balances,
    totals,
    recentDays,
    recentMost === Number.POSITIVE_INFINITY ? null : recentMost,
    at.toISOString(),
    first,
    last,
    withCoupons && rules.coupons !== undefined,
  ];
}

function inOrder(
  rows: MemberRow[],
  keys: MemberKey[],
  { moments, timeZone, at }: ReadReceiptMembers,
): (ReceiptMember | Refusal)[] {
  const found = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key, place) => {
    const row = found.get('memberId' in key ? key.memberId : key.cardNumber);
    if (!row) return new Refusal('card_not_found');
    if (row.member_status === 'erased') return new Refusal('member_erased');
    if (row.card_status === 'blocked') return new Refusal('card_blocked');
    return row.version === null
      ? new Refusal('member_not_found')
      : receiptMember(row, localDay((moments[place] ?? at).getTime(), timeZone));
  });
}

/** `day`: of the receipt. */
function receiptMember(row: MemberRow, day: string): ReceiptMember {
  const isToday = row.day === day;
  return {
    memberId: row.member_id,
    version: row.version ?? 0n,
    nowTierKey: row.tier_key,
    turnoverMinor: row.turnover_minor,
    months: row.months,
    day: row.day,
    ruleUse: row.rule_use,
    coupons: (row.coupons ?? []).map(heldCoupon),
    facts: {
      memberId: row.member_id,
      tierKey: row.tier_key,
      language: row.language,
      registeredAt: row.registered_at.getTime(),
      birthday: birthdayOf(row.birthday),
      marketingConsent: row.marketing_consent,
      turnoverMinor: Number(row.turnover_minor),
      receipts: row.receipts,
      lastReceiptAt: row.last_receipt_at?.getTime() ?? null,
      balances: row.balances ?? {},
      totals: row.totals ?? {},
      earnedToday: isToday ? row.earned_today : {},
      recent: (row.recent ?? []).map(([moment, amountMinor]) => ({ at: moment, amountMinor })),
      ruleUse: isToday ? row.rule_use : forgetToday(row.rule_use),
    },
  };
}

function birthdayOf(monthDay: string | null): MemberFacts['birthday'] {
  if (monthDay === null) return null;
  const [month, day] = monthDay.split('-').map(Number);
  return month && day ? { month, day } : null;
}

/** What was counted today was counted on another day. */
function forgetToday(use: Record<RuleId, RuleUse>): Record<RuleId, RuleUse> {
  const entries = Object.entries(use).map(([ruleId, each]) => [
    ruleId,
    { ...each, timesToday: 0, pointsToday: 0 },
  ]);
  return Object.fromEntries(entries);
}
