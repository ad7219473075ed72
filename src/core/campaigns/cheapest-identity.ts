import { sql } from 'drizzle-orm';

/**
 * Which of a member's identities (`i`) a campaign writes to: where they want to be written to, else where it costs nothing,
 * else where they were last. Telegram is free always, Viber for a day after they wrote.
 */
export const CHEAPEST = sql.raw(
  `(i.messenger = m.preferred_messenger) desc nulls last, (i.messenger = 'telegram') desc, i.last_seen_at desc, i.identity_id`,
);
export const CHEAPEST_FIRST = sql`order by ${CHEAPEST}`;
