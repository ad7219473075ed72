// What conditions over members need to know, read at once, and the expressions that they come to.
import { inArray, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import type { CampaignId, SegmentId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { listCheapest } from '../rewards/list-cheapest.ts';
import type { Condition } from '../rules/condition.ts';
import { comparisonsIn } from '../rules/walk-condition.ts';
import { listTiers, readProgramme } from '../stores/read-programme.ts';
import type { AudienceKnown, KnownSegment } from './audience-known.ts';
import { ALWAYS, textsOf } from './compare-sql.ts';
import { compileAudience } from './compile-audience.ts';

/** Messages are counted back for as long as a period may be. */
const CAMPAIGNS_KEPT_MS = 762 * DAY_MS;
const MESSAGES: readonly string[] = [
  'member.messagesReceived',
  'member.messagesClicked',
  'member.daysSinceTelegram',
  'member.daysSinceViber',
];

/**
 * Each condition as a boolean expression over `m`, a row of member (see compileAudience); null is everybody. Throws
 * Refusal segment_in_itself when a saved segment leads back to itself.
 */
export async function readAudience(
  db: Reader,
  conditions: readonly (Condition | null)[],
  at: Date,
): Promise<SQL[]> {
  const known = await readAudienceKnown(db, conditions, at);
  return conditions.map((condition) => (condition === null ? ALWAYS : compileAudience(condition, known)));
}

/** What these conditions have to know, and only that. */
export async function readAudienceKnown(
  db: Reader,
  conditions: readonly (Condition | null)[],
  at: Date,
): Promise<AudienceKnown> {
  const segments = await readSegments(db, conditions);
  const named = [...segments.values()].map((each) => (each === 'list' ? null : each.condition));
  const asked = new Set([...conditions, ...named].flatMap(fieldsOf));
  const { timeZone } = await readProgramme(db);
  return {
    at,
    timeZone,
    segments,
    cheapest: asked.has('member.pointsToReward') ? await readCheapest(db, at) : new Map(),
    campaigns: MESSAGES.some((field) => asked.has(field)) ? await listCampaigns(db, at) : [],
  };
}

/** Who is in a saved segment, as a condition. */
export function wholeOf(segmentId: SegmentId): Condition {
  return { field: 'member.segment', is: 'in', value: [segmentId] };
}

/** The segments that a condition names, not those that these name in turn. */
export function segmentsIn(condition: Condition | null): SegmentId[] {
  if (condition === null) return [];
  const comparisons = comparisonsIn(condition).filter(({ field }) => field === 'member.segment');
  return [...new Set(comparisons.flatMap(({ value }) => textsOf(value)))] as SegmentId[];
}

function fieldsOf(condition: Condition | null): string[] {
  return condition === null ? [] : comparisonsIn(condition).map(({ field }) => field);
}

async function readSegments(
  db: Reader,
  conditions: readonly (Condition | null)[],
): Promise<Map<string, KnownSegment>> {
  const found = new Map<string, KnownSegment>();
  let wanted = conditions.flatMap(segmentsIn);
  while (wanted.length > 0) {
    const rows = await db
      .select({ segmentId: segment.segmentId, kind: segment.kind, definition: segment.definition })
      .from(segment)
      .where(inArray(segment.segmentId, wanted));
    for (const row of rows) found.set(row.segmentId, knownSegment(row));
    const next = rows.flatMap((row) => segmentsIn(conditionOf(row)));
    wanted = next.filter((id) => !found.has(id));
  }
  return found;
}

function knownSegment(row: Pick<typeof segment.$inferSelect, 'kind' | 'definition'>): KnownSegment {
  return row.kind === 'list' ? 'list' : { condition: conditionOf(row) };
}

/** What stands in the table was checked before it was stored. */
export function conditionOf({ definition }: { definition: unknown }): Condition | null {
  return definition as Condition | null;
}

async function readCheapest(db: Reader, at: Date): Promise<Map<string, bigint>> {
  const tiers = await listTiers(db);
  return await listCheapest(db, { tierKeys: tiers.map(({ tierKey }) => tierKey), at });
}

/** Campaigns stand above this room: their ids are read for the reason that audience-values.ts gives. */
async function listCampaigns(db: Reader, at: Date): Promise<AudienceKnown['campaigns']> {
  const rows = await db.execute<{ campaign_id: CampaignId; launched_at: Date }>(sql`
    select campaign_id, launched_at from campaign
    where launched_at > ${new Date(at.getTime() - CAMPAIGNS_KEPT_MS)}::timestamptz order by launched_at desc`);
  return rows.map(({ campaign_id: campaignId, launched_at: launchedAt }) => ({ campaignId, launchedAt }));
}
