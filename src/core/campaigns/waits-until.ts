import { type SQL, sql } from 'drizzle-orm';
import type { campaign } from '#src/db/schema/campaigns.ts';

type Launched = Pick<typeof campaign.$inferSelect, 'sendMode' | 'patienceHours' | 'sendUntil' | 'launchedAt'>;

/** Viber takes no money for what it carries within so long after the person wrote. */
const SESSION_HOURS = 24;
const HOUR_MS = 3_600_000;

/**
 * Until when a message waits for its reader to write, as SQL over their identity `i`; null: it goes at once. What waits
 * until the end of its campaign is dropped there.
 */
export function waitsUntil({ sendMode, patienceHours, sendUntil, launchedAt }: Launched): SQL {
  if (sendMode === 'now' || !launchedAt) return sql`null::timestamptz`;
  const until =
    sendMode === 'nextVisit' ? sendUntil : new Date(launchedAt.getTime() + patienceHours * HOUR_MS);
  const since = new Date(launchedAt.getTime() - SESSION_HOURS * HOUR_MS);
  return sql`case when i.messenger = 'viber' and i.last_seen_at <= ${since}::timestamptz then ${until}::timestamptz end`;
}
