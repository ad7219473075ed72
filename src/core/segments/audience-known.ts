// What has to be known before a condition over members can be asked, in SQL or in memory.
import type { CampaignId } from '#src/lib/id.ts';
import type { Condition } from '../rules/condition.ts';

/** A saved segment as a condition sees it: a list of members, or a condition of its own; null is everybody. */
export type KnownSegment = 'list' | { condition: Condition | null };

export interface AudienceKnown {
  at: Date;
  /** Of the programme: days and months are its own. */
  timeZone: string;
  /** Those that the conditions name, and those that these name. */
  segments: ReadonlyMap<string, KnownSegment>;
  /** Points of the cheapest reward by tier; empty where nobody asks. */
  cheapest: ReadonlyMap<string, bigint>;
  /** Campaigns launched within two years, the last first; empty where nobody asks. */
  campaigns: readonly { campaignId: CampaignId; launchedAt: Date }[];
}
