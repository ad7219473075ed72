// A page tells how its game went. The result is counted here from what was done, never taken from the page; the wheel is
// drawn here. Told twice it counts once, and is answered alike.
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questGame } from '#src/db/schema/quests-pages.ts';
import type { GameId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import type { Answered } from '../answer.ts';
import { answerTask } from '../answer-task.ts';
import { openPlay, taskOf } from '../open-play.ts';
import type { Player } from '../player.ts';
import type { Task } from '../read-quest.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import { countCaught } from './catch-game.ts';
import type { Dealt, GameAsk } from './deal-game.ts';
import type { Steer } from './game-rules.ts';
import { countPairs, type Flip } from './memory-game.ts';
import { drawPlace } from './wheel.ts';

export type Told = { game: 'memory'; flips: Flip[] } | { game: 'catch'; steers: Steer[] } | { game: 'wheel' };

export interface ToldGame {
  player: Player;
  task: Task;
  ask: GameAsk;
  /** Pairs, things that were caught, or the place of the wheel. */
  result: number;
  answered: Answered;
}

/** Two clocks run side by side, and the page's began a little later. */
const TOLERANCE_MS = 250;

/**
 * Throws Refusal `game_closed` when there is no such opening, `game_not_played` for what nobody can have done since it was
 * opened, and as answerTask does.
 */
export async function tellGame(
  tx: Tx,
  { gameId, told, at }: { gameId: GameId; told: Told; at: Date },
): Promise<ToldGame> {
  const [named] = await tx.select().from(questGame).where(eq(questGame.gameId, gameId));
  if (!named) throw new Refusal('game_closed');
  const { playerId, taskNo } = named;
  // The player is locked before the opening, here as everywhere; a second telling waits here for the first.
  const play = await openPlay(tx, { playerId, taskNo });
  const task = taskOf(play, taskNo);
  const { ask } = task.content;
  const [game] = await tx.select().from(questGame).where(eq(questGame.gameId, gameId));
  if (ask.type !== 'game' || !game) throw new Refusal('game_closed');
  if (game.result !== null && game.answered !== null)
    return { player: play.player, task, ask, result: game.result, answered: asAnswered(game.answered) };
  const result = resultOf(ask, game.dealt as Dealt, told, at.getTime() - game.openedAt.getTime());
  const given = { kind: 'game', result } as const;
  const answered = await answerTask(tx, { playerId, taskNo, given, key: `game:${gameId}`, at });
  await tx
    .update(questGame)
    .set({ toldAt: at, result, answered })
    .where(and(eq(questGame.gameId, gameId), isNull(questGame.toldAt)));
  // A try that failed and may be repeated concerns the page alone.
  if (answered.outcome !== 'wrong' || answered.attemptsLeft === 0)
    await tellPlayer(tx, {
      playerId,
      news: { news: 'answered', taskNo, answered },
      key: `game:${gameId}`,
      at,
    });
  return { player: play.player, task, ask, result, answered };
}

/** Throws Refusal `game_not_played`. */
function resultOf(ask: GameAsk, dealt: Dealt, told: Told, elapsedMs: number): number {
  if (told.game === 'wheel' && ask.game === 'wheel') return drawPlace(ask.odds.map(({ share }) => share));
  const counted = countResult(dealt, told);
  if (!counted || counted.tookMs > elapsedMs + TOLERANCE_MS) throw new Refusal('game_not_played');
  return counted.result;
}

function countResult(dealt: Dealt, told: Told): { result: number; tookMs: number } | null {
  if (dealt.game === 'memory' && told.game === 'memory') {
    const result = countPairs(dealt.deck, told.flips);
    return result === null ? null : { result, tookMs: told.flips.at(-1)?.atMs ?? 0 };
  }
  if (dealt.game === 'catch' && told.game === 'catch') {
    const counted = countCaught(dealt.drops, told.steers, dealt.goal);
    return counted && { result: counted.caught, tookMs: counted.tookMs };
  }
  return null;
}

/** As it was stored: moments are text in JSON. */
function asAnswered(stored: unknown): Answered {
  const answered = stored as Omit<Answered, 'againAt'> & { againAt: string | null };
  return { ...answered, againAt: answered.againAt === null ? null : new Date(answered.againAt) };
}
