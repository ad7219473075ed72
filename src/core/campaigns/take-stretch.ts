// Which members are written into an audience next. Two stretches of a campaign are under way at once, in any two transactions:
// PostgreSQL does each on one core, and judging members takes nearly as long as writing their rows.
import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId, MemberId } from '#src/lib/id.ts';

/** Of one campaign: more would only wait, since their rows are written one stretch after the other. */
const AT_ONCE = 2;

export interface Stretch {
  launched: typeof campaign.$inferSelect;
  /** Begins with the first member after this one; '' is before everybody. */
  after: MemberId | '';
  /** The last member in it; null: to the end of all. */
  to: MemberId | null;
  /** The advisory lock of the stretch before it, while that one may not be written yet. */
  before: SQL | null;
}

/**
 * Takes a stretch of `size` members that nobody else is at until the transaction ends, of the oldest launched campaign
 * first; null when there is none. Whether it may be written shows when its turn comes: see take_audience_turn.
 */
export async function takeStretch(tx: Tx, size: number): Promise<Stretch | null> {
  const open = await tx
    .select()
    .from(campaign)
    .where(eq(campaign.status, 'expanding'))
    .orderBy(asc(campaign.launchedAt));
  for (const launched of open) {
    let after: MemberId | '' = launched.expandedTo ?? '';
    let before: SQL | null = null;
    for (let ahead = 0; ahead < AT_ONCE; ahead++) {
      const lock = lockOf(launched.campaignId, after);
      const isMine = await tryLock(tx, lock);
      const to = await lastOf(tx, { after, size });
      if (isMine) return { launched, after, to, before };
      if (to === null) break;
      after = to;
      before = lock;
    }
  }
  return null;
}

function lockOf(campaignId: CampaignId, after: string): SQL {
  return sql`hashtextextended(${`stretch ${campaignId} ${after}`}, 8)`;
}

async function tryLock(tx: Tx, lock: SQL): Promise<boolean> {
  const [row] = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lock}) as mine`);
  return row?.mine === true;
}

async function lastOf(tx: Tx, { after, size }: { after: string; size: number }): Promise<MemberId | null> {
  const [last] = await tx.execute<{ member_id: MemberId }>(sql`
    select member_id from member where member_id > ${after} order by member_id offset ${size - 1} limit 1`);
  return last?.member_id ?? null;
}
