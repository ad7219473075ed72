// The page of a game and what it asks. Whose game it is, the link or the opening says and nothing else.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { gameRoutes } from '#src/contract/games.ts';
import { findIdentity } from '#src/core/members/ensure-identity.ts';
import { type PlayersTask, readGameLink } from '#src/core/quests/games/game-link.ts';
import { findGame, type OpenGame, openGame } from '#src/core/quests/games/open-game.ts';
import { tellGame } from '#src/core/quests/games/tell-game.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import { type GameId, isId } from '#src/lib/id.ts';
import { readLink, signLink } from '#src/lib/signed-link.ts';
import type { HttpDeps } from '../deps.ts';
import { serve } from '../serve.ts';
import { describeGame, describeOver } from './describe-game.ts';

/** A game asks twice; phones of a shop may share one address. */
const PER_ADDRESS = { max: 300, timeWindow: 60_000 };
/** Longer than a game takes with a telephone call in between. */
const OPENING_MS = 2 * 3_600_000;

export async function gameGroup(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const { config, database, clock } = deps;
  const { secretKey } = config;
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  await app.register(rateLimit, PER_ADDRESS);

  const unseal = (opening: string): GameId => {
    const gameId = readLink(opening, { purpose: 'game', secretKey, at: clock.now() });
    if (!gameId || !isId('gam', gameId)) throw new Refusal('game_closed');
    return gameId;
  };

  serve(app, gameRoutes.open, async ({ body, query }) => {
    const at = clock.now();
    const asked =
      'opening' in body ? await readOpened(deps, unseal(body.opening)) : await readAsked(deps, body);
    const game = await transaction(database.db, (tx) => openGame(tx, { ...asked, at }));
    const expiresAt = new Date(at.getTime() + OPENING_MS);
    const subject = game.opened?.gameId ?? '';
    const opening = signLink({ purpose: 'game', subject, expiresAt }, secretKey);
    return { ...(await describeGame(deps, game, query.shown)), opening };
  });

  serve(app, gameRoutes.tell, async ({ body }) => {
    const input = { gameId: unseal(body.opening), told: body.told, at: clock.now() };
    const told = await transaction(database.db, (tx) => tellGame(tx, input));
    deps.poke?.();
    return await describeOver(deps, told);
  });
}

type Asked = Omit<OpenGame, 'at'>;

/** Throws Refusal `game_closed`. */
async function readAsked(
  { config, clock, database, readInitData }: HttpDeps,
  { link, telegram }: { link: string; telegram?: string | undefined },
): Promise<Asked> {
  const at = clock.now();
  const asked = readGameLink(link, { secretKey: config.secretKey, at });
  if (telegram === undefined) return { ...asked, link };
  const person = readInitData?.(telegram, at);
  const identity = person && (await findIdentity(database.db, { messenger: 'telegram', ...person }));
  if (!identity) throw new Refusal('game_closed');
  return { ...asked, identity };
}

async function readOpened({ database }: HttpDeps, gameId: GameId): Promise<PlayersTask> {
  const game = await findGame(database.db, gameId);
  if (!game) throw new Refusal('game_closed');
  return game;
}
