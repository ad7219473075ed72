import { type SQL, sql } from 'drizzle-orm';
import type { CampaignId } from '#src/lib/id.ts';
import { SHARES } from '../segments/share-of.ts';

export interface Variant {
  key: string;
  /** In percent of those who are written to, or in any other unit that all of them share. */
  share: number;
}

/**
 * Which of the variants a member (`m`) gets, from 0, as SQL: by a hash that has nothing to do with the one of the control
 * group. A member who belongs to nobody's control group gets the same one whenever it is asked.
 */
export function variantOf(campaignId: CampaignId, variants: Variant[]): SQL {
  const total = variants.reduce((sum, { share }) => sum + share, 0);
  let before = 0;
  const ends = variants.slice(0, -1).map(({ share }) => {
    before += share;
    return Math.round((before * SHARES) / total);
  });
  if (ends.length === 0) return sql`0::smallint`;
  return sql`width_bucket(chance_of(m.member_id, ${`variant:${campaignId}`}), ${`{${ends.join(',')}}`}::integer[])::smallint`;
}
