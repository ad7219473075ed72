import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';

export interface Badge {
  badgeKey: string;
  /** One emoji. */
  sign: string;
  titles: Texts;
  givenAt: Date;
}

/** What a member wears, and what whoever became part of them wore, each once; the newest first. */
export async function listBadges(db: Reader, memberId: MemberId): Promise<Badge[]> {
  return await db.execute<Badge & Record<string, unknown>>(sql`
    select badge_key as "badgeKey", sign, titles, given_at as "givenAt" from (
      select distinct on (badge_key) * from member_badge
      where member_id in (select ${memberId}::text union all select m.member_id from member m where m.absorbed_into = ${memberId})
      order by badge_key, given_at) worn
    order by given_at desc, badge_key`);
}
