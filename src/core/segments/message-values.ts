// What was sent to a member and what came of it. Campaigns stand above this room and are read by their table, for the
// reason that audience-values.ts gives.
import { type SQL, sql } from 'drizzle-orm';
import { DAY_MS } from '#src/lib/zoned.ts';
import type { MessengerName } from '../members/ensure-identity.ts';
import type { Period } from '../rules/condition.ts';
import type { AudienceKnown } from './audience-known.ts';
import { startOf } from './period-bounds.ts';

/** A campaign may be sent for so long after its launch. */
const LONGEST_CAMPAIGN_MS = 31 * DAY_MS;
/** Of so many campaigns, the last ones, is known whether they arrived: each is a walk down an index. */
const MOST_CAMPAIGNS = 100;

/** Messages of campaigns that were sent, or clicked, within a period. By campaign_delivery_one_a_step. */
export function messagesOf(
  known: AudienceKnown,
  period: Period | null,
  moment: 'settled_at' | 'clicked_at',
): SQL {
  const from = startOf(period ?? { days: 30 }, known);
  const since = from.getTime() - LONGEST_CAMPAIGN_MS;
  const campaignIds = known.campaigns.flatMap(({ campaignId, launchedAt }) =>
    launchedAt.getTime() >= since ? [campaignId] : [],
  );
  if (campaignIds.length === 0) return sql`0`;
  const when = sql.raw(`d.${moment}`);
  return sql`(select count(*) from campaign_delivery d
    where d.campaign_id = any (${sql.param(campaignIds)}::text[]) and d.member_id = m.member_id and d.status = 'sent'
      and ${when} >= ${from}::timestamptz and ${when} <= ${known.at}::timestamptz)`;
}

/** Full days since a message last arrived in a messenger. By delivery_of_member and campaign_delivery_one_a_step. */
export function daysSinceMessage({ at, campaigns }: AudienceKnown, messenger: MessengerName): SQL {
  const campaignIds = campaigns.slice(0, MOST_CAMPAIGNS).map(({ campaignId }) => campaignId);
  const last = sql`greatest(
    (select max(d.settled_at) from delivery d
      where d.member_id = m.member_id and d.messenger = ${messenger} and d.status = 'sent'),
    (select max(d.settled_at) from campaign_delivery d join identity i on i.identity_id = d.identity_id
      where d.campaign_id = any (${sql.param(campaignIds)}::text[]) and d.member_id = m.member_id and d.status = 'sent'
        and i.messenger = ${messenger}))`;
  return sql`floor(extract(epoch from ${at}::timestamptz - ${last}) / 86400)`;
}
