// Tasks that nobody answers: we count ourselves what has happened. Each is counted anew from what there is, so that counting
// twice does no harm, and what was brought back takes back what it had brought.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest, questPlayer, questProgress } from '#src/db/schema/quests.ts';
import type { MemberId, PlayerId } from '#src/lib/id.ts';
import { countFriendsSince } from '../../friends/list-friends.ts';
import type { Answered } from '../answer.ts';
import { answerTask } from '../answer-task.ts';
import { type KnownQuest, readKnownQuest } from '../known-quests.ts';
import type { Player } from '../player.ts';
import type { Task } from '../read-quest.ts';
import { settleTask } from '../settle-task.ts';
import type { TaskType } from '../task-content.ts';
import { countPurchases, readQuestReceipts } from './count-purchases.ts';

export type CountedType = Extract<TaskType, 'purchase' | 'friend' | 'register'>;

export interface Recount {
  playerId: PlayerId;
  types: readonly CountedType[];
  /** What has happened: a receipt, a return, a friend. Kept with the attempt. */
  ref: string;
  /** Tells this counting from any other, such as an event's id. */
  key: string;
  at: Date;
}

/** A task that has come to something by being counted. */
export interface Counted {
  playerId: PlayerId;
  task: Task;
  outcome: 'right' | 'withdrawn';
  answered: Answered;
}

/**
 * Counts the tasks of a player who is a member. Returns those that have changed. Once the quest is over, only purchases of
 * before its end are counted that are told late, until its places are given, and nothing is taken back.
 */
export async function recountPlayer(tx: Tx, asked: Recount): Promise<Counted[]> {
  const { playerId, types, ref, key, at } = asked;
  const [row] = await tx
    .select({
      player: questPlayer,
      version: quest.version,
      status: quest.status,
      endsAt: quest.endsAt,
      drawnAt: quest.drawnAt,
    })
    .from(questPlayer)
    .innerJoin(quest, eq(quest.questId, questPlayer.questId))
    .where(eq(questPlayer.playerId, playerId))
    // Whoever gives the places waits for this, or this for them: a score never changes once it was looked at for that.
    .for('key share', { of: quest });
  if (!row?.endsAt || !row.player.memberId || row.drawnAt) return [];
  const { player, version, endsAt } = row;
  const isOver = row.status === 'ended';
  const known = await readKnownQuest(tx, { questId: player.questId, version });
  const counts = isOver ? types.filter((type) => type === 'purchase') : types;
  const tasks = known.whole.tasks.filter(({ content }) => counts.some((type) => type === content.ask.type));
  if (tasks.length === 0) return [];
  const found = await countAll(tx, { tasks, player, memberId: row.player.memberId, known, endsAt });
  const before = new Map(
    (await tx.select().from(questProgress).where(eq(questProgress.playerId, playerId))).map((each) => [
      each.taskNo,
      each,
    ]),
  );
  const changed: Counted[] = [];
  for (const [task, count] of found) {
    const { taskNo } = task;
    const progress = before.get(taskNo);
    const isDone = progress?.state === 'done';
    const enough = count >= needed(task);
    if (isDone === enough && progress?.counted === count) continue;
    const given = { kind: 'counted', ref, count } as const;
    const named = { playerId, taskNo, key: `${key}:${taskNo}`, given, at };
    // What staff have given without enough having been counted is theirs: no receipt takes it away.
    const isCounted = (progress?.counted ?? 0) >= needed(task);
    if (isDone && !enough && isCounted && !isOver) {
      const answered = await settleTask(tx, { ...named, verdict: 'withdrawn' });
      changed.push({ playerId, task, outcome: 'withdrawn', answered });
    } else if (!isDone) {
      const answered = await answerTask(tx, named);
      if (answered.outcome === 'right') changed.push({ playerId, task, outcome: 'right', answered });
    }
  }
  return changed;
}

function needed({ content: { ask } }: Task): number {
  return ask.type === 'purchase' || ask.type === 'friend' ? ask.count : 1;
}

interface CountAll {
  tasks: Task[];
  player: Player;
  memberId: MemberId;
  known: KnownQuest;
  endsAt: Date;
}

async function countAll(tx: Tx, { tasks, player, memberId, known, endsAt }: CountAll) {
  const has = (type: TaskType) => tasks.some(({ content }) => content.ask.type === type);
  const receipts = has('purchase') ? await readQuestReceipts(tx, { player, memberId, known, endsAt }) : [];
  const friends = has('friend')
    ? await countFriendsSince(tx, { inviterId: memberId, since: player.joinedAt })
    : 0;
  return tasks.map((task) => {
    const { type } = task.content.ask;
    const count = type === 'purchase' ? countPurchases(task, receipts) : type === 'friend' ? friends : 1;
    return [task, count] as const;
  });
}
