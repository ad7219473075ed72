// Whether a player has given the same wrong answer to the same task before: an impatient thumb presses twice, and that is one
// attempt. What was judged anew since and is right now was no wrong answer.
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questAttempt } from '#src/db/schema/quests.ts';
import type { HeldPlays } from './held-plays.ts';
import { isSameAnswer, type StoredGiven } from './judge-answer.ts';
import type { TaskPlay } from './open-play.ts';

/** The database is asked only about those who have been wrong in this task, and have come with something that may be the same. */
export async function wasTried(
  tx: Tx,
  { player: { playerId }, progress }: TaskPlay,
  given: StoredGiven,
  held: HeldPlays | undefined,
): Promise<boolean> {
  if (!progress || progress.attempts === 0 || !isSameAnswer(given, given)) return false;
  const { taskNo } = progress;
  const unwritten = (held?.changes ?? []).flatMap(({ attempt }) =>
    attempt?.playerId === playerId && attempt.taskNo === taskNo && attempt.verdict === 'wrong' ? attempt : [],
  );
  const isSame = (attempt: { given: unknown }) => isSameAnswer(given, attempt.given as StoredGiven);
  if (unwritten.some(isSame)) return true;
  const written = await tx
    .select({ given: questAttempt.given })
    .from(questAttempt)
    .where(
      and(
        eq(questAttempt.playerId, playerId),
        eq(questAttempt.taskNo, taskNo),
        eq(questAttempt.verdict, 'wrong'),
      ),
    );
  return written.some(isSame);
}
