// What happens on a day rather than by an event: birthdays, and rules that are asked every day. The members are gone
// through in batches, from the morning on, and a day that was begun is finished by whoever comes next.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { DAY_MS, dayOf, minuteOf, toLocal } from '#src/lib/zoned.ts';
import { localDay } from '../receipts/local-day.ts';
import { type ApplyTriggers, applyTriggers, type Occasion } from './apply-triggers.ts';
import { openSweep, placeSweep } from './sweep-place.ts';

/** Nobody wants to be congratulated at midnight. */
const FROM_HOUR = 9;

/** One batch of each sweep of the day. Returns whether there may be more. */
export async function sweepTriggers(tx: Tx, asked: ApplyTriggers & { limit: number }): Promise<boolean> {
  const { rules, timeZone, at, limit } = asked;
  const local = toLocal(at.getTime(), timeZone);
  if (minuteOf(local) < FROM_HOUR * 60) return false;
  const { triggered, needs } = rules.at(at);
  const day = localDay(at.getTime(), timeZone);
  const sweeps: Sweep[] = [
    ...needs.birthdayDaysBefore.map((daysBefore) => ({
      name: `birthday:${daysBefore}`,
      trigger: { on: 'birthday' as const, daysBefore },
      born: bornOn(dayOf(local) + daysBefore),
    })),
    ...(triggered.daily.length > 0 ? [{ name: 'daily', trigger: { on: 'daily' as const }, born: null }] : []),
  ];
  let more = false;
  for (const { name, trigger, born } of sweeps) {
    const place = await openSweep(tx, { sweep: name, day });
    if (place === null) continue;
    const members = await listMembersAfter(tx, { place, born, limit });
    const occasions = members.map(
      (memberId): Occasion => ({ memberId, trigger, occasion: `${name}:${day}`, happenedAt: at }),
    );
    await applyTriggers(tx, occasions, asked);
    const done = members.length < limit;
    await placeSweep(tx, { sweep: name, day, place: members.at(-1) ?? place, done });
    more ||= !done;
  }
  return more;
}

interface Sweep {
  name: string;
  trigger: Occasion['trigger'];
  /** `MM-DD`; null for everybody. */
  born: string[] | null;
}

/** Birthdays of a day, days since 1970: those of 29 February are on the 28th of a year without it. */
function bornOn(day: number): string[] {
  const date = new Date(day * DAY_MS);
  const monthDay = date.toISOString().slice(5, 10);
  const next = new Date((day + 1) * DAY_MS).toISOString().slice(5, 10);
  return monthDay === '02-28' && next === '03-01' ? ['02-28', '02-29'] : [monthDay];
}

async function listMembersAfter(
  tx: Tx,
  { place, born, limit }: { place: string; born: string[] | null; limit: number },
): Promise<MemberId[]> {
  const rows = await tx.execute<{ member_id: MemberId }>(sql`
    select member_id from member
    where member_id > ${place} and status = 'active'
      and (${born === null}::boolean or to_char(birthday, 'MM-DD') in (
        select jsonb_array_elements_text(${JSON.stringify(born ?? [])}::jsonb)))
    order by member_id limit ${limit}`);
  return rows.map(({ member_id: memberId }) => memberId);
}
