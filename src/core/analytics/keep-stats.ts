// Keeps the statistics of members fresh, a short transaction at a time: members whose receipts have changed, members whom a
// day makes different, then, once a day, the cut points and the scores by them. All that happened is read before anybody is
// counted, so that of whoever has bought ten times since the last round ten receipts are counted once. The rows of those who
// are concerned are locked before their receipts are read, and only one process is at it, so that nothing newer is written
// over.
import { gt, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { analyticsSettings } from '#src/db/schema/analytics.ts';
import type { MemberId } from '#src/lib/id.ts';
import { followMembers } from '../events/follow-members.ts';
import type { EventKind } from '../events/happened.ts';
import { localDay } from '../receipts/local-day.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { admitMembers } from './admit-members.ts';
import { recountMembers } from './recount-members.ts';
import { beginRun, findRun, scoreNext } from './score-members.ts';
import type { Settings } from './scores-sql.ts';

/**
 * Seen at once, and members counted at once: some 90 ms and 100 to 300 (test/bench, receipts), since whoever reads events waits
 * as long as a transaction lasts. A busy hour has many more events than members.
 */
const EVENTS_AT_ONCE = 10_000;
const MEMBERS_AT_ONCE = 1_000;
const KINDS = [
  'member.registered',
  'member.merged',
  'member.parted',
  'receipt.accepted',
  'receipt.returned',
] as const satisfies EventKind[];

/**
 * Rounds of up to half a minute take a tenth of the time, all processes together, so that whoever stands at a till in a busy hour
 * notices nothing; after longer ones, such as a night's import, statistics are to be fresh again all the same.
 */
const RESTS_PER_WORK = 9;
const LONGEST_REST_MS = 5 * 60_000;
/** A shorter round brings no rest. */
const SHORT_MS = 1_000;

/** A round begins with 'follow', what has happened, and goes on with 'count', whoever is due. */
export type StatsStep = 'follow' | 'count';

export interface KeepStats {
  at: Date;
  step: StatsStep;
  /** The clock, to measure the step; without it no time passes. */
  now?: () => Date;
}

/**
 * Does a part of a round. Returns which step comes next; null: the round is over, it is still to be rested from the last one, or
 * another process is at it.
 */
export async function keepStats(tx: Tx, { at, step, now = () => at }: KeepStats): Promise<StatsStep | null> {
  const settings = await takeTurn(tx);
  if (!settings) return null;
  const { busyMs, restUntil } = settings;
  if (busyMs === 0 && restUntil && at < restUntil) return null;
  const next = await doStep(tx, settings, { at, step });
  const tookMs = Math.max(0, now().getTime() - at.getTime());
  await noteTime(tx, { busyMs: busyMs + tookMs, isOver: next === null, now: now() });
  return next;
}

async function noteTime(
  tx: Tx,
  { busyMs, isOver, now }: { busyMs: number; isOver: boolean; now: Date },
): Promise<void> {
  if (!isOver) await tx.update(analyticsSettings).set({ busyMs });
  else if (busyMs >= SHORT_MS) {
    const restMs = Math.min(busyMs * RESTS_PER_WORK, LONGEST_REST_MS);
    await tx.update(analyticsSettings).set({ busyMs: 0, restUntil: new Date(now.getTime() + restMs) });
  } else await tx.update(analyticsSettings).set({ busyMs: 0 }).where(gt(analyticsSettings.busyMs, 0));
}

async function doStep(
  tx: Tx,
  settings: Settings,
  { at, step }: Pick<KeepStats, 'at' | 'step'>,
): Promise<StatsStep | null> {
  // Compiling a statement costs more than a thousand members do, and what is read is in memory for the most part. A crash
  // that loses the last commits loses the reader's place with them, so that the same is counted again.
  await tx.execute(sql`select set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true),
    set_config('synchronous_commit', 'off', true)`);
  const { timeZone } = await readProgramme(tx);
  const today = localDay(at.getTime(), timeZone);
  if (settings.admittedOn !== today) await admitMembers(tx, today);
  const run = await findRun(tx);
  const by = { settings, run, today };

  if (step === 'follow') {
    const { members, seen } = await followReceipts(tx);
    const touched = await holdStats(tx, members);
    const isAll = seen < EVENTS_AT_ONCE;
    if (isAll && touched.length <= MEMBERS_AT_ONCE)
      await recountMembers(tx, { ...by, memberIds: touched, timeZone });
    else await postpone(tx, touched);
    return isAll ? 'count' : 'follow';
  }
  const due = await holdDue(tx, today, MEMBERS_AT_ONCE);
  await recountMembers(tx, { ...by, memberIds: due, timeZone });
  if (due.length === MEMBERS_AT_ONCE) return 'count';

  const isOld = run?.runOn !== today || run.settingsVersion !== settings.version;
  if (isOld) await beginRun(tx, { settings, today, at });
  else if (run.finishedAt === null) await scoreNext(tx, { ...by, run, at });
  else return null;
  // Scoring a million takes minutes: whoever buys meanwhile is not kept waiting for it.
  return 'follow';
}

/** The settings, while no other process is at it; null: one is. */
async function takeTurn(tx: Tx): Promise<Settings | null> {
  const [settings] = await tx.select().from(analyticsSettings).for('update', { skipLocked: true });
  return settings ?? null;
}

async function followReceipts(tx: Tx): Promise<{ members: MemberId[]; seen: number }> {
  const { members, merged, seen } = await followMembers(tx, {
    reader: 'analytics',
    limit: EVENTS_AT_ONCE,
    kinds: KINDS,
  });
  // Who became part of another has no row any more, unless they have parted again since.
  if (merged.length > 0)
    await tx.execute(sql`delete from member_stats s using member m
      where s.member_id = any (${sql.param(merged)}::text[]) and m.member_id = s.member_id and m.status = 'erased'`);
  return { members, seen };
}

/**
 * Locks the rows of whoever these members are now, which are made where there are none. Those that an import holds are due
 * anyhow, once it is done.
 */
async function holdStats(tx: Tx, members: MemberId[]): Promise<MemberId[]> {
  const held = await lockStats(tx, members);
  const there = new Set(held);
  const others = members.filter((each) => !there.has(each));
  if (others.length === 0) return held;
  const told = sql.param(others);
  const now = await tx.execute<{ member_id: MemberId }>(sql`
    select distinct n.member_id from member m join member n on n.member_id = coalesce(m.absorbed_into, m.member_id)
    where m.member_id = any (${told}::text[]) and n.status <> 'erased' order by 1`);
  const living = now.map((each) => each.member_id);
  await tx.execute(sql`insert into member_stats (member_id) select unnest(${sql.param(living)}::text[])
    on conflict do nothing`);
  return [...held, ...(await lockStats(tx, living))];
}

async function lockStats(tx: Tx, members: MemberId[]): Promise<MemberId[]> {
  const held = await tx.execute<{ member_id: MemberId }>(sql`
    select s.member_id from member_stats s where s.member_id = any (${sql.param(members)}::text[])
    order by s.member_id for update skip locked`);
  return held.map((each) => each.member_id);
}

/** Leaves members, whose rows are locked, to the steps that count: whatever more they buy until then is counted with it. */
async function postpone(tx: Tx, members: MemberId[]): Promise<void> {
  await tx.execute(sql`
    update member_stats set due_on = '-infinity'
    where member_id = any (${sql.param(members)}::text[]) and due_on is distinct from '-infinity'`);
}

/** Locks the next rows that a day changes. */
async function holdDue(tx: Tx, today: string, limit: number): Promise<MemberId[]> {
  const held = await tx.execute<{ member_id: MemberId }>(sql`
    select member_id from member_stats where due_on <= ${today}::date
    order by due_on limit ${limit} for update skip locked`);
  return held.map((each) => each.member_id);
}
