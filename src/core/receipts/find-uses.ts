// What the receipts that are left say of a member: when rules have applied, around a moment, and when the last one was.

import type { MemberId, RuleId } from '#src/lib/id.ts';

/** Runs a statement on the bare pool, or inside of a transaction. */
export type RunText = <Row extends object>(text: string, values: unknown[]) => PromiseLike<Row[]>;

/** Of a receipt `r`: it stands. */
export const SOLD = `r.state in ('closed', 'partly_returned')`;

/** An array of everybody that the member `i.member_id` is by now. */
export const SELVES = `
  select array_agg(m.member_id) as ids from member m where m.member_id = i.member_id or m.absorbed_into = i.member_id`;

export interface UseAsked {
  memberId: MemberId;
  ruleId: RuleId;
  /** null: the last use of all. */
  at: Date | null;
}

export interface UsesFound {
  /** At `at` or before it. */
  before: Date | null;
  after: Date | null;
}

const BY_RULE = `jsonb_build_array(jsonb_build_object('ruleId', i.rule_id))`;
const told = (part: string) => `r.told @> jsonb_build_object('${part}', ${BY_RULE})`;
// As rules-back.ts names them. Receipt by receipt from the moment on: most often the first one is it.
const USED = `${SOLD} and (${told('discounts')} or ${told('gifts')} or ${told('cut')}
    or r.told @> jsonb_build_object('alsoUsed', jsonb_build_array(i.rule_id))
    or exists (select from transfer t where t.member_id = r.member_id and t.receipt_id = r.receipt_id
      and t.kind in ('earn', 'stamp') and t.reason @> jsonb_build_object('parts', ${BY_RULE})))`;
const QUERY = `
  select i.place, (
      select max(u.at) from unnest(self.ids) as s(id) cross join lateral (
        select r.occurred_at as at from receipt r where r.member_id = s.id and r.occurred_at <= i.at and ${USED}
        order by r.occurred_at desc limit 1) u) as before, (
      select min(u.at) from unnest(self.ids) as s(id) cross join lateral (
        select r.occurred_at as at from receipt r where r.member_id = s.id and r.occurred_at > i.at and ${USED}
        order by r.occurred_at limit 1) u) as after
  from (select u.member_id, u.rule_id, coalesce(u.at, 'infinity') as at, u.place
      from unnest($1::text[], $2::text[], $3::text[]::timestamptz[]) with ordinality as u(member_id, rule_id, at, place)) i
    cross join lateral (${SELVES}) self`;

/** In the order asked. */
export async function findUses(run: RunText, asked: readonly UseAsked[]): Promise<UsesFound[]> {
  if (asked.length === 0) return [];
  const rows = await run<UsesFound & { place: bigint }>(QUERY, [
    asked.map((each) => each.memberId),
    asked.map((each) => each.ruleId),
    asked.map((each) => each.at?.toISOString() ?? null),
  ]);
  const found = new Map(rows.map((row) => [Number(row.place), row]));
  return asked.map((_, place) => found.get(place + 1) ?? { before: null, after: null });
}

/** When the last of them was, of everybody that the member is by now. */
export async function findLastReceipt(run: RunText, memberId: MemberId): Promise<Date | null> {
  const [row] = await run<{ at: Date | null }>(
    `select max(l.at) as at from (select $1::text as member_id) i cross join lateral (${SELVES}) self
      cross join unnest(self.ids) as s(id) cross join lateral (
        select r.occurred_at as at from receipt r where r.member_id = s.id and ${SOLD}
        order by r.occurred_at desc limit 1) l`,
    [memberId],
  );
  return row?.at ?? null;
}
