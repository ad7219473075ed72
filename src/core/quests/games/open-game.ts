// Opens the page of a game for a player: deals, and remembers when, so that nobody has played for longer than that.
import { and, count, eq, gt, lt } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { questGame } from '#src/db/schema/quests-pages.ts';
import { type GameId, newId } from '#src/lib/id.ts';
import type { Identity } from '../../members/ensure-identity.ts';
import { Refusal } from '../../refusal.ts';
import { openPlay, requireChapter, requireOpen, taskOf } from '../open-play.ts';
import type { Player } from '../player.ts';
import type { Task } from '../read-quest.ts';
import { type Dealt, dealGame, type GameAsk } from './deal-game.ts';
import type { PlayersTask } from './game-link.ts';

/** A game takes two minutes; whoever opens it more often looks for cards that lie well. */
const MOST_AN_HOUR = 40;
const HOUR_MS = 3_600_000;
/** A link lives for a day, and must not open twice within it. */
const KEPT_MS = 48 * HOUR_MS;

export interface OpenGame extends PlayersTask {
  /** A link that opens once. */
  link?: string;
  /** Whom the messenger vouches for. */
  identity?: Pick<Identity, 'identityId' | 'memberId'>;
  at: Date;
}

export interface OpenedGame {
  player: Player;
  task: Task;
  ask: GameAsk;
  /** Null: it is settled, as `state` says. */
  opened: { gameId: GameId; dealt: Dealt } | null;
  state: 'done' | 'lost' | 'open';
}

/**
 * Throws Refusal `game_closed` for what is no game, a link that was used, and another person's; `too_many_attempts`; and
 * as answerTask does where no answer is taken.
 */
export async function openGame(
  tx: Tx,
  { playerId, taskNo, link, identity, at }: OpenGame,
): Promise<OpenedGame> {
  const play = await openPlay(tx, { playerId, taskNo });
  const { player, progress } = play;
  if (identity && !isOf(player, identity)) throw new Refusal('game_closed');
  const task = taskOf(play, taskNo);
  const { ask } = task.content;
  if (ask.type !== 'game') throw new Refusal('game_closed');
  const state = progress?.state === 'done' || progress?.state === 'lost' ? progress.state : 'open';
  if (state !== 'open') return { player, task, ask, opened: null, state };
  requireOpen(play, at);
  requireChapter(play, task, at);
  await requireModeration(tx, { playerId, taskNo, at });
  const dealt = dealGame(ask);
  const gameId = newId('gam', at.getTime());
  const [first] = await tx
    .insert(questGame)
    .values({ gameId, playerId, taskNo, link: link ?? null, dealt, openedAt: at })
    .onConflictDoNothing({ target: questGame.link })
    .returning({ gameId: questGame.gameId });
  if (!first) throw new Refusal('game_closed');
  return { player, task, ask, opened: { gameId, dealt }, state };
}

/** Forgets openings that can be neither told nor opened any more. */
export async function sweepGames(tx: Tx, at: Date): Promise<void> {
  await tx.delete(questGame).where(lt(questGame.openedAt, new Date(at.getTime() - KEPT_MS)));
}

/** Whoever opened it before, by their opening: the same game may be played once more. Null: there is no such opening. */
export async function findGame(db: Reader, gameId: GameId): Promise<PlayersTask | null> {
  const [row] = await db
    .select({ playerId: questGame.playerId, taskNo: questGame.taskNo })
    .from(questGame)
    .where(eq(questGame.gameId, gameId));
  return row ?? null;
}

/** In their chat, or in another one of the same member. */
function isOf(player: Player, { identityId, memberId }: Pick<Identity, 'identityId' | 'memberId'>): boolean {
  return player.identityId === identityId || (player.memberId !== null && player.memberId === memberId);
}

async function requireModeration(
  tx: Tx,
  { playerId, taskNo, at }: PlayersTask & { at: Date },
): Promise<void> {
  const [counted] = await tx
    .select({ openings: count() })
    .from(questGame)
    .where(
      and(
        eq(questGame.playerId, playerId),
        eq(questGame.taskNo, taskNo),
        gt(questGame.openedAt, new Date(at.getTime() - HOUR_MS)),
      ),
    );
  if ((counted?.openings ?? 0) >= MOST_AN_HOUR) throw new Refusal('too_many_attempts', { minutes: 60 });
}
