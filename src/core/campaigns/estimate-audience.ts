import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MessengerName } from '../deliveries/messenger.ts';

/**
 * Which of a member's identities (`i`) a campaign writes to: where they want to be written to, else where it costs nothing,
 * else where they were last. Telegram is free always, Viber for a day after they wrote.
 */
export const CHEAPEST = sql.raw(
  `(i.messenger = m.preferred_messenger) desc nulls last, (i.messenger = 'telegram') desc, i.last_seen_at desc, i.identity_id`,
);
export const CHEAPEST_FIRST = sql`order by ${CHEAPEST}`;

/** The members a broadcast goes to (`m`), each with the identity it is sent to (`i`): who agreed and can be reached. */
export const AUDIENCE = sql`
  member m join lateral (
    select i.identity_id, i.messenger, i.last_seen_at from identity i where i.member_id = m.member_id and i.reachable
    ${CHEAPEST_FIRST} limit 1
  ) i on true
  where m.status = 'active' and m.marketing_consent`;

export interface AudienceEstimate {
  total: number;
  byMessenger: Record<MessengerName, number>;
}

/** How many members a broadcast would reach if it were launched now. */
export async function estimateAudience(db: Reader): Promise<AudienceEstimate> {
  const rows = await db.execute<{ messenger: MessengerName; members: number }>(sql`
    select i.messenger, count(*)::integer as members from ${AUDIENCE} group by i.messenger`);
  const byMessenger: Record<MessengerName, number> = { telegram: 0, viber: 0 };
  for (const { messenger, members } of rows) byMessenger[messenger] = members;
  return { total: byMessenger.telegram + byMessenger.viber, byMessenger };
}
