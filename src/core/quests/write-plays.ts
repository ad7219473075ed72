// What players come to by playing is written here: attempts, how far they are with tasks, and where they stand. Many in
// one call, or one at once.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { Attempt, Player, Progress } from './player.ts';

export interface PlayChange {
  /** As they stand now. */
  player: Player;
  /** Of the task that has changed; null: none has. */
  progress: Progress | null;
  /** Null: nothing was tried. */
  attempt: Omit<Attempt, 'regradedFrom'> | null;
}

/** Changes of the same player and task count in their order, the last one holds. Whoever writes has locked the players. */
export async function writePlays(tx: Tx, changes: readonly PlayChange[]): Promise<void> {
  if (changes.length === 0) return;
  const attempts = changes.flatMap(({ attempt }) => attempt ?? []);
  const players = new Map(changes.map(({ player }) => [player.playerId, player]));
  const progress = new Map(
    changes.flatMap(({ progress: each }) =>
      each ? [[`${each.playerId} ${each.taskNo}`, each] as const] : [],
    ),
  );
  await tx.execute(sql`select write_plays(
    ${JSON.stringify(attempts.map(attemptRow))}::text::jsonb, ${JSON.stringify([...progress.values()].map(progressRow))}::text::jsonb,
    ${JSON.stringify([...players.values()].map(playerRow))}::text::jsonb)`);
}

const attemptRow = (each: Omit<Attempt, 'regradedFrom'>) => ({
  player_id: each.playerId,
  attempt_key: each.attemptKey,
  quest_id: each.questId,
  task_no: each.taskNo,
  task_version: each.taskVersion,
  given: each.given,
  verdict: each.verdict,
  points: each.points,
  attempted_at: each.attemptedAt,
  decided_by: each.decidedBy,
  decided_at: each.decidedAt,
  decision_note: each.decisionNote,
});

const progressRow = (each: Progress) => ({
  player_id: each.playerId,
  task_no: each.taskNo,
  state: each.state,
  attempts: each.attempts,
  shown_at: each.shownAt,
  again_at: each.againAt,
  hinted: each.hinted,
  points: each.points,
  counted: each.counted,
  done_at: each.doneAt,
});

const playerRow = ({ playerId, score, done, scoredAt, taskNo, finishedAt, lastAt }: Player) => ({
  player_id: playerId,
  score,
  done,
  scored_at: scoredAt,
  task_no: taskNo,
  finished_at: finishedAt,
  last_at: lastAt,
});
