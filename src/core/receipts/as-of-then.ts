// Members as they were when a late receipt was printed: the tier they had, what they had earned on that day.
import type { Sql } from '#src/db/client.ts';
import { runText } from '#src/db/run-text.ts';
import type { MemberId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { Refusal } from '../refusal.ts';
import type { ReceiptMember } from './receipt-member.ts';

interface ThenRow {
  member_id: MemberId;
  tier_key: string | null;
  earned: Record<string, number> | null;
}

const QUERY = `
  select i.member_id, (
      select c.from_tier from tier_change c
      where c.member_id = i.member_id and c.changed_at > i.occurred_at order by c.changed_at limit 1) as tier_key, (
      select jsonb_object_agg(e.currency, e.points) from (
        select t.currency, sum(t.amount) as points from receipt r
          join transfer t on t.member_id = r.member_id and t.receipt_id = r.receipt_id and t.kind = 'earn'
        where r.member_id = i.member_id and r.occurred_at >= i.day_from and r.occurred_at < i.day_until
        group by t.currency) e) as earned
  from unnest($1::text[], $2::text[]::timestamptz[], $3::text[]::timestamptz[], $4::text[]::timestamptz[])
    as i(member_id, occurred_at, day_from, day_until)`;

/** `moments`: of each member's receipt, in the same order. Refusals pass through. */
export async function asOfThen(
  sql: Sql,
  members: (ReceiptMember | Refusal)[],
  { moments, timeZone }: { moments: Date[]; timeZone: string },
): Promise<(ReceiptMember | Refusal)[]> {
  const asked = members.flatMap((member, place) => {
    const at = moments[place];
    if (member instanceof Refusal || !at) return [];
    const [from, until] = [0, 1].map((days) => startOfDay(at.getTime(), timeZone, days));
    return [{ memberId: member.memberId, at, from: new Date(from ?? 0), until: new Date(until ?? 0), place }];
  });
  const iso = (pick: (each: (typeof asked)[number]) => Date) => asked.map((each) => pick(each).toISOString());
  const rows = await runText<ThenRow>(sql, QUERY, [
    asked.map((each) => each.memberId),
    iso((each) => each.at),
    iso((each) => each.from),
    iso((each) => each.until),
  ]);
  const then = new Map(rows.map((row) => [row.member_id, row]));
  return members.map((member, place) => {
    const at = moments[place];
    if (member instanceof Refusal || !at) return member;
    const was = then.get(member.memberId);
    const { facts } = member;
    return {
      ...member,
      facts: { ...facts, tierKey: was?.tier_key ?? facts.tierKey, earnedToday: was?.earned ?? {} },
    };
  });
}
