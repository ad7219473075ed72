// The results of one campaign and the league of all of them, from the sums that the worker keeps.
import { desc, eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '#src/db/client.ts';
import { campaign, campaignResult } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { judgeProfit, type Profit } from '../../analytics/judge-groups.ts';
import { Refusal } from '../../refusal.ts';
import { isFair, judgeUplift, judgeVariants, type Uplift, type Variants } from './judge-result.ts';
import { addUp, type GroupSums, groupSums, type OutcomeSums, outcomeSums } from './result-sums.ts';

export interface ResultTerms {
  attributionDays: number;
  marginPercent: number;
  costMinor: number;
}

export interface Results extends ResultTerms {
  campaignId: CampaignId;
  name: string;
  launchedAt: Date | null;
  /** Until when purchases count. */
  until: Date | null;
  isOver: boolean;
  /** As of when; null: not counted yet. */
  countedAt: Date | null;
  /** In percent, the programme's own control group included. */
  controlPercent: number;
  /** False: the groups are not as chance was to make them, and nothing below holds. */
  isFair: boolean;
  outcomes: OutcomeSums[];
  uplift: Uplift;
  profit: Profit | null;
  variants: Variants & { keys: string[] };
  parts: Record<'cell' | 'language' | 'messenger', Part[]>;
}

/** A part of the audience by what it was before the launch. */
export interface Part {
  /** Such as `331`, `uk`, `viber`; null: not known. */
  part: string | null;
  uplift: Uplift;
}

type Row = typeof campaign.$inferSelect;
type Kept = Pick<typeof campaignResult.$inferSelect, 'countedAt' | 'groups' | 'outcomes'> | null;

/** Throws Refusal not_found {what: 'campaign'}. */
export async function readResults(db: Reader, campaignId: CampaignId, at: Date): Promise<Results> {
  const [found] = await db
    .select({ row: campaign, kept: campaignResult })
    .from(campaign)
    .leftJoin(campaignResult, eq(campaignResult.campaignId, campaign.campaignId))
    .where(eq(campaign.campaignId, campaignId));
  if (!found) throw new Refusal('not_found', { what: 'campaign' });
  const groups = z.array(groupSums).parse(found.kept?.groups ?? []);
  const outcomes = z.array(outcomeSums).parse(found.kept?.outcomes ?? []);
  const about = aboutOf(found.row, found.kept, at);
  const uplift = judgeUplift(groups, about);
  const { variants } = found.row;
  return {
    ...about,
    isFair: isFair(groups, {
      controlShare: about.controlPercent / 100,
      variantShares: variants.map(({ share }) => share),
    }),
    outcomes,
    uplift,
    profit: judgeProfit(uplift, about),
    variants: { ...judgeVariants(groups, about), keys: variants.map(({ key }) => key) },
    parts: {
      cell: partsOf(groups, about, ({ cell }) => (cell === null ? null : String(cell).padStart(3, '0'))),
      language: partsOf(groups, about, ({ language }) => language),
      messenger: partsOf(groups, about, ({ messenger }) => messenger),
    },
  };
}

export interface LeagueRow
  extends Omit<Results, 'outcomes' | 'variants' | 'parts' | 'controlPercent' | 'isFair'> {}

/** The launched campaigns, newest first. */
export async function listResults(
  db: Reader,
  { at, limit = 200 }: { at: Date; limit?: number },
): Promise<LeagueRow[]> {
  const rows = await db
    .select({
      row: campaign,
      countedAt: campaignResult.countedAt,
      // Summed where it lies: a campaign may have thousands of groups.
      totals: sql<unknown>`(
        select jsonb_agg(t) from (
          select (g->>'control')::boolean as control, 0 as variant, null as messenger, null as language, null as cell,
            sum((g->>'people')::float8) as people, sum((g->>'sent')::float8) as sent,
            sum((g->>'delivered')::float8) as delivered, sum((g->>'seen')::float8) as seen,
            sum((g->>'clicked')::float8) as clicked, sum((g->>'buyers')::float8) as buyers,
            sum((g->>'receipts')::float8) as receipts, sum((g->>'netMinor')::float8) as "netMinor",
            sum((g->>'squares')::float8) as squares
          from jsonb_array_elements(${campaignResult.groups}) as g group by 1) t)`,
    })
    .from(campaign)
    .leftJoin(campaignResult, eq(campaignResult.campaignId, campaign.campaignId))
    .where(isNotNull(campaign.launchedAt))
    .orderBy(desc(campaign.launchedAt))
    .limit(limit);
  return rows.map(({ row, countedAt, totals }) => {
    const about = aboutOf(row, { countedAt, groups: null, outcomes: null }, at);
    const uplift = judgeUplift(z.array(groupSums).parse(totals ?? []), about);
    return { ...about, uplift, profit: judgeProfit(uplift, about) };
  });
}

function aboutOf(row: Row, kept: Kept, at: Date) {
  const { campaignId, name, launchedAt, attributionDays, marginPercent, costMinor } = row;
  const until = launchedAt && new Date(launchedAt.getTime() + attributionDays * DAY_MS);
  const reached = (1 - row.controlPercent / 100) * (1 - (row.holdoutPercent ?? 0) / 100);
  return {
    campaignId,
    name,
    launchedAt,
    until,
    isOver: until !== null && at >= until,
    countedAt: kept?.countedAt ?? null,
    controlPercent: 100 * (1 - reached),
    attributionDays,
    marginPercent,
    costMinor: Number(costMinor),
  };
}

function partsOf(
  groups: GroupSums[],
  { isOver }: { isOver: boolean },
  by: (group: GroupSums) => string | null,
): Part[] {
  const parts = Map.groupBy(groups, by);
  return [...parts]
    .map(([part, members]) => ({ part, uplift: judgeUplift(members, { isOver }) }))
    .toSorted(
      (a, b) =>
        addUp([b.uplift.target, b.uplift.control]).people - addUp([a.uplift.target, a.uplift.control]).people,
    );
}
