// Whether there is anything to do for challenges, in one round trip: most looks of most workers find nothing.
import type { Sql } from '#src/db/client.ts';
import { CHALLENGE_EVENTS } from './follow-challenges.ts';

export interface ChallengeWork {
  /** followChallenges may find events. */
  news: boolean;
  /** chooseMembers finds a challenge. */
  choosing: boolean;
  /** giveGains may find privileges; those of a paused challenge wait. */
  gains: boolean;
}

/** Null in a database that is no shop yet. */
export async function findChallengeWork(sql: Sql, at: Date): Promise<ChallengeWork | null> {
  const [work] = await sql<ChallengeWork[]>`
    select has_news(${CHALLENGE_EVENTS}) as news,
      exists (select from challenge where status = 'live' and choose_at <= ${at}) as choosing,
      exists (select from challenge_gain where status = 'waiting' and ready_at <= ${at})
        or exists (select from challenge_gain where status = 'returning') as gains
    from programme`;
  return work ?? null;
}
