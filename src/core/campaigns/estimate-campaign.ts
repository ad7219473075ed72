// What a campaign would do if it were launched now: whom it reaches by which messenger, who is passed over and why.
// Counted over the members as they are; the shares of the control groups are taken as shares, since chance decides at launch.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { campaign } from '#src/db/schema/campaigns.ts';
import type { Language } from '#src/lib/language.ts';
import { readContactPolicy } from '../contacts/contact-policy.ts';
import type { MessengerName } from '../deliveries/messenger.ts';
import type { Condition } from '../rules/condition.ts';
import { readAudience } from '../segments/read-audience.ts';
import { CHEAPEST_FIRST } from './cheapest-identity.ts';

export type Planned = Pick<
  typeof campaign.$inferSelect,
  | 'audienceWhere'
  | 'controlPercent'
  | 'sendMode'
  | 'patienceHours'
  | 'sendFrom'
  | 'sendUntil'
  | 'steps'
  | 'topics'
>;

/** Of those who agreed and can be reached. */
export interface AudienceGroup {
  messenger: MessengerName;
  language: Language;
  /** Wrote within the last 24 hours: a Viber message to them costs nothing. */
  inSession: boolean;
  /** Wrote within as long a time before now as the message would wait: with `sessionFirst`, and with `nextVisit`. */
  cameSoon: boolean;
  cameLater: boolean;
  /** Bought within the last 14 days. */
  bought: boolean;
  /** Why nothing would be sent to them now. */
  skip: 'cap' | null;
  members: number;
}

export interface AudienceCount {
  groups: AudienceGroup[];
  /** Who fits the condition and gets nothing: who did not agree, and who agreed and has no messenger. */
  passedOver: Record<'consent' | 'unreachable', number>;
  /** Share of the audience that is left alone, of 1. */
  control: number;
}

const SESSION_HOURS = 24;
const HOUR_MS = 3_600_000;
/** With nothing else said, a message waits so long at most. */
const MOST_WAIT_HOURS = 30 * 24;

/** How many people fit, agreed and can be reached. */
export async function countFitting(
  db: Reader,
  { audienceWhere }: { audienceWhere: Planned['audienceWhere'] },
  at: Date,
): Promise<number> {
  const [fits] = await readAudience(db, [audienceWhere as Condition | null], at);
  const [row] = await db.execute<{ members: number }>(sql`
    select count(*)::integer as members from member m
    where m.status = 'active' and m.marketing_consent and ${fits}
      and exists (select 1 from identity i where i.member_id = m.member_id and i.reachable)`);
  return row?.members ?? 0;
}

/** How long a message may wait for its reader to write, in hours; 0: it does not wait. */
export function waitingHours(
  mode: Planned['sendMode'],
  { patienceHours, sendFrom, sendUntil }: Planned,
  at: Date,
): number {
  if (mode === 'now') return 0;
  if (mode === 'sessionFirst') return patienceHours;
  const begins = Math.max(at.getTime(), sendFrom?.getTime() ?? 0);
  const hours = sendUntil ? (sendUntil.getTime() - begins) / HOUR_MS : MOST_WAIT_HOURS;
  return Math.max(0, Math.min(MOST_WAIT_HOURS, Math.round(hours)));
}

/** Who would get it by which messenger, in one statement over the members. */
export async function countPlanned(db: Reader, planned: Planned, at: Date): Promise<AudienceCount> {
  const [fits] = await readAudience(db, [planned.audienceWhere as Condition | null], at);
  const policy = await readContactPolicy(db);
  const topics = sql`array(select jsonb_array_elements_text(${JSON.stringify(planned.topics)}::jsonb))`;
  const since = (hours: number) => new Date(at.getTime() - hours * HOUR_MS);
  const rows = await db.execute<Row>(sql`
    with judged as (
      select m.language, i.messenger, i.last_seen_at > ${since(SESSION_HOURS)} as in_session,
        i.last_seen_at > ${since(waitingHours('sessionFirst', planned, at))} as came_soon,
        i.last_seen_at > ${since(waitingHours('nextVisit', planned, at))} as came_later,
        coalesce(s.last_day > ${since(14 * 24)}::date, false) as bought,
        case when not m.marketing_consent then 'consent' when i.messenger is null then 'unreachable'
          when ${capped(policy, at)} or not coalesce(c.topics && ${topics}, true) then 'cap' end as skip
      from member m
        left join lateral (
          select i.messenger, i.last_seen_at from identity i where i.member_id = m.member_id and i.reachable
          ${CHEAPEST_FIRST} limit 1
        ) i on true
        left join member_contact c on c.member_id = m.member_id
        left join member_stats s on s.member_id = m.member_id
      where m.status = 'active' and ${fits}
    )
    select language, messenger, bought, skip, coalesce(in_session, false) as "inSession",
      coalesce(came_soon, false) as "cameSoon", coalesce(came_later, false) as "cameLater",
      count(*)::integer as members
    from judged group by 1, 2, 3, 4, 5, 6, 7`);
  const passed = (why: Row['skip']) =>
    rows.reduce((sum, { skip, members }) => sum + (skip === why ? members : 0), 0);
  const kept = (1 - policy.controlPercent / 100) * (1 - planned.controlPercent / 100);
  return {
    groups: rows.flatMap(({ messenger, skip, ...row }) =>
      messenger === null || skip === 'consent' || skip === 'unreachable' ? [] : [{ ...row, messenger, skip }],
    ),
    passedOver: { consent: passed('consent'), unreachable: passed('unreachable') },
    control: 1 - kept,
  };
}

interface Row extends Record<string, unknown>, Omit<AudienceGroup, 'messenger' | 'skip'> {
  messenger: MessengerName | null;
  skip: 'consent' | 'unreachable' | 'cap' | null;
}

/** Whether somebody has had as many messages as the programme, or they themselves, allow. */
function capped({ perDay, perWeek }: { perDay: number | null; perWeek: number | null }, at: Date): SQL {
  const within = (hours: number) => sql`(select count(*) from unnest(c.recent) as sent
    where sent > ${new Date(at.getTime() - hours * HOUR_MS)}::timestamptz)`;
  return sql`coalesce(${within(24)} >= ${perDay}::smallint
    or ${within(7 * 24)} >= least(${perWeek}::smallint, c.per_week), false)`;
}
