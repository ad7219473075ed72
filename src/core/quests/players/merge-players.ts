// Two players of one quest turn out to be one person: what either has done counts, each task once and the better way.
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest, questProgress } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { readKnownQuest } from '../known-quests.ts';
import { isFinished } from '../open-chapters.ts';
import type { Player, Progress } from '../player.ts';
import { mergeWins } from '../prizes/merge-wins.ts';
import { isQualified } from '../prizes/qualify.ts';
import { winPrizes } from '../prizes/win-prizes.ts';

/** What counts before what, when two have done the same task. */
const BETTER: Record<Progress['state'], number> = { done: 4, waiting: 3, skipped: 2, shown: 1, lost: 0 };

/**
 * Makes `from` part of `into` and takes it away; the caller has locked both. Attempts are kept all of them; the points of
 * one that counts no more are taken back by a further row, so that the score stays the sum of its attempts.
 */
export async function mergePlayers(
  tx: Tx,
  { from, into, at }: { from: Player; into: Player; at: Date },
): Promise<void> {
  const [theirs, own] = await Promise.all([readProgress(tx, from.playerId), readProgress(tx, into.playerId)]);
  const merged = new Map(own.map((each) => [each.taskNo, each]));
  const lost: { taskNo: number; points: number }[] = [];
  const better: number[] = [];
  for (const their of theirs) {
    const mine = merged.get(their.taskNo);
    const wins = !mine || isBetter(their, mine);
    const gone = wins ? mine : their;
    if (gone && gone.points !== 0) lost.push({ taskNo: gone.taskNo, points: gone.points });
    if (!wins) continue;
    better.push(their.taskNo);
    merged.set(their.taskNo, their);
  }
  await moveProgress(tx, { from, into, better });
  await moveRows(tx, { from, into });
  await takeBack(tx, { from, into, lost, at });
  const alone = [
    { player: from, states: statesOf(theirs) },
    { player: into, states: statesOf(own) },
  ];
  await addUp(tx, { from, into, merged, alone, lost, at });
  await tx.execute(sql`delete from quest_player where player_id = ${from.playerId}`);
}

const statesOf = (progress: readonly Progress[]) =>
  new Map(progress.map(({ taskNo, state }) => [taskNo, state]));

function isBetter(their: Progress, mine: Progress): boolean {
  const [one, other] = [BETTER[their.state], BETTER[mine.state]];
  return one === other ? their.points > mine.points : one > other;
}

async function readProgress(tx: Tx, playerId: PlayerId): Promise<Progress[]> {
  return await tx.select().from(questProgress).where(eq(questProgress.playerId, playerId));
}

async function moveProgress(
  tx: Tx,
  { from, into, better }: { from: Player; into: Player; better: number[] },
): Promise<void> {
  if (better.length > 0) {
    const ofThese = sql`task_no = any (${sql.param(better)}::smallint[])`;
    await tx.execute(sql`delete from quest_progress where player_id = ${into.playerId} and ${ofThese}`);
    await tx.execute(sql`
      update quest_progress set player_id = ${into.playerId} where player_id = ${from.playerId} and ${ofThese}`);
  }
  await tx.execute(sql`delete from quest_progress where player_id = ${from.playerId}`);
}

/** Attempts, corrections, lots and what was won: a prize that both have won is theirs once. */
async function moveRows(tx: Tx, { from, into }: { from: Player; into: Player }): Promise<void> {
  const [one, other] = [from.playerId, into.playerId];
  // A question to another system goes along with the attempt that waits for it.
  await tx.execute(sql`
    update quest_check c set player_id = ${other}, attempt_key = case when exists (
        select 1 from quest_attempt b where b.player_id = ${other} and b.attempt_key = c.attempt_key
      ) then c.attempt_key || ':' || ${one}::text else c.attempt_key end
    where c.player_id = ${one}`);
  await tx.execute(sql`
    update quest_attempt a set player_id = ${other}, attempt_key = case when exists (
        select 1 from quest_attempt b where b.player_id = ${other} and b.attempt_key = a.attempt_key
      ) then a.attempt_key || ':' || ${one}::text else a.attempt_key end
    where a.player_id = ${one}`);
  await tx.execute(sql`update quest_correction set player_id = ${other} where player_id = ${one}`);
  await mergeWins(tx, { from, into });
  await tx.execute(sql`update quest_ticket set player_id = ${other} where player_id = ${one}`);
}

async function takeBack(
  tx: Tx,
  {
    from,
    into,
    lost,
    at,
  }: { from: Player; into: Player; lost: { taskNo: number; points: number }[]; at: Date },
): Promise<void> {
  const given = JSON.stringify({ kind: 'counted', ref: from.playerId, count: 0 });
  for (const { taskNo, points } of lost)
    await tx.execute(sql`
      insert into quest_attempt (player_id, attempt_key, quest_id, task_no, task_version, given, verdict, points,
        attempted_at)
      values (${into.playerId}, ${`merged:${from.playerId}:${taskNo}`}, ${into.questId}, ${taskNo}, 0, ${given}::jsonb,
        'withdrawn', ${-points}, ${at}::timestamptz)`);
}

async function addUp(
  tx: Tx,
  {
    from,
    into,
    merged,
    alone,
    lost,
    at,
  }: {
    from: Player;
    into: Player;
    merged: ReadonlyMap<number, Progress>;
    /** How either stood. */
    alone: readonly { player: Player; states: ReadonlyMap<number, Progress['state']> }[];
    lost: { points: number }[];
    at: Date;
  },
): Promise<void> {
  const [row] = await tx
    .select({ version: quest.version, status: quest.status })
    .from(quest)
    .where(eq(quest.questId, into.questId));
  const { whole } = await readKnownQuest(tx, { questId: into.questId, version: row?.version ?? 0 });
  const states = statesOf([...merged.values()]);
  const score = from.score + into.score - lost.reduce((sum, { points }) => sum + points, 0);
  const done = [...merged.values()].filter(({ state }) => state === 'done').length;
  const finishedAt = isFinished(whole, states)
    ? ([from.finishedAt, into.finishedAt].filter((each) => each !== null).toSorted((a, b) => +a - +b)[0] ??
      at)
    : null;
  const last = from.lastAt > into.lastAt ? from : into;
  const sum = { playerId: into.playerId, memberId: into.memberId, score, done, finishedAt };
  await tx.execute(sql`
    update quest_player set score = ${score}, done = ${done},
      scored_at = greatest(scored_at, ${from.scoredAt}::timestamptz), paid = paid + ${from.paid},
      payments = payments + ${from.payments}, unpaid_because = null,
      joined_at = least(joined_at, ${from.joinedAt}::timestamptz), last_at = ${last.lastAt}::timestamptz,
      identity_id = ${last.identityId}, message_id = ${last.messageId}, task_no = ${last.taskNo},
      store_id = coalesce(store_id, ${from.storeId}), team_id = coalesce(team_id, ${from.teamId}),
      finished_at = ${finishedAt}::timestamptz
    where player_id = ${into.playerId}`);
  if (row?.status !== 'live' && row?.status !== 'paused') return;
  // What neither had enough for alone is won now; a worker tells it, for nobody waits for an answer.
  const had = whole.prizes.filter(({ qualifies }) =>
    alone.some((each) => isQualified(qualifies, { ...each, tasks: whole.tasks })),
  );
  const won = new Set(had.map(({ prizeNo }) => prizeNo));
  await winPrizes(tx, { whole, player: sum, states, won, untold: true, at });
}
