// Games of quests over HTTP: who may open one, what is believed of it, and that a result counts once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInitData } from '#bots/telegram/init-data.ts';
import type { GamePage } from '#src/contract/games.ts';
import { signGameLink } from '#src/core/quests/games/game-link.ts';
import { sweepGames } from '#src/core/quests/games/open-game.ts';
import type { Player } from '#src/core/quests/player.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { transaction } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import { newId } from '#src/lib/id.ts';
import { aQuest, aTask } from '#test/support/a-quest.ts';
import { anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { initDataOf } from '#test/support/init-data.ts';

const TOKEN = '700000001:a-token-of-the-pretend-telegram';
const MINUTE_MS = 60_000;
const database = useDatabase();
let server: AnApp;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, {
    readInitData: (initData, at) => readInitData(initData, { token: TOKEN, at }),
  });
});
afterAll(() => server.close());

const MEMORY: TaskAsk = { type: 'game', game: 'memory', goal: 3 };
const CATCH: TaskAsk = { type: 'game', game: 'catch', goal: 5 };
const WHEEL: TaskAsk = {
  type: 'game',
  game: 'wheel',
  odds: [
    { share: 1, points: 50, titles: { uk: '50 балів', en: '50 points' } },
    { share: 3, points: 5, titles: { uk: 'Дрібничка', en: 'A trifle' } },
  ],
};

let people = 279_500_000;

/** Somebody in a Telegram chat, in a quest of one game. */
async function somebody(game: TaskAsk, task: { mostAttempts?: number } = {}) {
  const at = server.clock.now();
  const questId = await aQuest(
    database.db,
    {
      startsAt: new Date(at.getTime() - MINUTE_MS).toISOString(),
      endsAt: new Date(at.getTime() + 3_000 * MINUTE_MS).toISOString(),
      chapters: [{ titles: { uk: 'Ігри' } }],
      tasks: [aTask(game, task)],
    },
    at,
  );
  const userId = people++;
  const identityId = await anIdentity(database.db, { externalId: String(userId) });
  const moments = { scoredAt: at, joinedAt: at, lastAt: at };
  const [player] = await database.db
    .insert(questPlayer)
    .values({ playerId: newId('ply'), questId, identityId, nickname: 'Веселий лис', ...moments })
    .returning();
  if (!player) throw new Error('an insert gave no row');
  return { userId, player };
}

const linkOf = ({ playerId }: Player, taskNo = 1) =>
  signGameLink({ playerId, taskNo }, { secretKey: SECRET_KEY, at: server.clock.now() });
const post = (path: string, payload: object) => ask(server, 'POST', `/api/game/${path}`, { payload });
const open = (link: string) => post('opening', { link });
const fromTelegram = (link: string, userId: number) =>
  post('opening', { link, telegram: initDataOf({ userId, authDate: server.clock.now(), token: TOKEN }) });
const tell = (opening: string, told: object) => post('result', { opening, told });
const refusal = (reply: Awaited<ReturnType<typeof post>>) => [reply.statusCode, reply.json().error?.code];
const CLOSED = [401, 'game_closed'];

async function openedGame(player: Player): Promise<GamePage> {
  // Links of one millisecond are one link.
  server.clock.advance(1);
  const reply = await open(linkOf(player));
  expect(reply.statusCode).toBe(200);
  return reply.json();
}

/** Each card turned over once, and its pair right after it: with three pairs that can be luck. */
function pairsOf({ dealt }: GamePage) {
  const deck = dealt?.game === 'memory' ? dealt.deck : [];
  const cards = [...new Set(deck)].flatMap((thing) =>
    deck.flatMap((each, card) => (each === thing ? [card] : [])),
  );
  return { game: 'memory', flips: cards.map((card, turn) => ({ card, atMs: 1_000 + turn * 500 })) };
}

function steersOf({ dealt }: GamePage) {
  const drops = dealt?.game === 'catch' ? dealt.drops : [];
  return { game: 'catch', steers: drops.map(({ landsAtMs, lane }) => ({ atMs: landsAtMs - 700, lane })) };
}

const rowOf = async ({ playerId }: Player) =>
  (
    await database.sql`select score, done::integer, (select count(*)::integer from quest_attempt a
      where a.player_id = p.player_id) as attempts from quest_player p where player_id = ${playerId}`
  )[0];

describe('opening a game', () => {
  it('when the link is pressed in Telegram, then whoever it is for plays, as often as they like, and nobody else', async () => {
    const { player, userId } = await somebody(MEMORY);
    const stranger = await somebody(MEMORY);
    const link = linkOf(player);
    const first = await fromTelegram(link, userId);
    expect(first.json()).toMatchObject({
      language: 'uk',
      title: 'Завдання game',
      question: 'Що скажете?',
      over: null,
      dealt: { game: 'memory' },
    });
    expect(first.headers['cache-control']).toBe('no-store');
    const second = await fromTelegram(link, userId);
    expect(second.json().dealt.deck).toHaveLength(6);
    expect(refusal(await fromTelegram(link, stranger.userId))).toEqual(CLOSED);
    expect(refusal(await post('opening', { link, telegram: 'user=1&hash=2' }))).toEqual(CLOSED);
  });

  it('when it is pressed elsewhere, then it opens once; what it gave opens the game again', async () => {
    const { player } = await somebody(MEMORY);
    const link = linkOf(player);
    const both = await Promise.all([open(link), open(link)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual(expect.arrayContaining([200, 401]));
    expect(refusal(await open(link))).toEqual(CLOSED);
    const { opening } = both.find(({ statusCode }) => statusCode === 200)?.json() ?? {};
    expect((await post('opening', { opening })).json().dealt.game).toBe('memory');
  });

  it('when a link or an opening is forged, too old, or names no game, then nothing opens', async () => {
    const { player } = await somebody(MEMORY);
    const link = linkOf(player);
    expect(refusal(await open(`x${link.slice(1)}`))).toEqual(CLOSED);
    expect(refusal(await open(linkOf({ ...player, playerId: 'ply_00000000000000000000' })))).toEqual([
      409,
      'quest_not_joined',
    ]);
    expect(refusal(await open(linkOf(player, 2)))).toEqual([404, 'quest_task_gone']);
    const { opening } = (await open(link)).json();
    expect(refusal(await post('opening', { opening: `x${opening}` }))).toEqual(CLOSED);
    expect(refusal(await tell(`x${opening}`, { game: 'wheel' }))).toEqual(CLOSED);
    const text = await somebody({ type: 'text', answers: ['Київ'], typos: false });
    expect(refusal(await open(linkOf(text.player)))).toEqual(CLOSED);
    server.clock.advance(121 * MINUTE_MS);
    expect(refusal(await post('opening', { opening }))).toEqual(CLOSED);
    expect(refusal(await tell(opening, { game: 'wheel' }))).toEqual(CLOSED);
  });

  it('when it is opened again and again, then it is too much after forty times in an hour', async () => {
    const { player, userId } = await somebody(WHEEL);
    const link = linkOf(player);
    for (let times = 0; times < 40; times++) expect((await fromTelegram(link, userId)).statusCode).toBe(200);
    expect(refusal(await fromTelegram(link, userId))).toEqual([429, 'too_many_attempts']);
    server.clock.advance(61 * MINUTE_MS);
    expect((await fromTelegram(link, userId)).statusCode).toBe(200);
  });

  it('when two days have gone by, then openings are forgotten', async () => {
    const { player } = await somebody(MEMORY);
    await openedGame(player);
    const in49Hours = new Date(server.clock.now().getTime() + 49 * 60 * MINUTE_MS);
    await transaction(database.db, (tx) => sweepGames(tx, in49Hours));
    expect(await database.sql`select 1 from quest_game`).toEqual([]);
  });
});

describe('telling how it went', () => {
  it('when every pair is found, then the task is done; told twice, or by two at once, it counts once', async () => {
    const { player } = await somebody(MEMORY);
    const game = await openedGame(player);
    server.clock.advance(10_000);
    const told = pairsOf(game);
    const replies = await Promise.all([tell(game.opening, told), tell(game.opening, told)]);
    for (const reply of [...replies, await tell(game.opening, told)])
      expect(reply.json()).toEqual({
        good: true,
        place: null,
        title: 'Вийшло!',
        text: '+10\u00a0балів у квесті. У чаті вже чекає продовження.',
        again: false,
      });
    expect(await rowOf(player)).toEqual({ score: 10, done: 1, attempts: 1 });
    expect((await open(linkOf(player))).json()).toMatchObject({
      dealt: null,
      over: { good: true, title: 'Цю гру вже зараховано' },
    });
  });

  it('when less time has gone by than the game took, then it is refused and nothing is counted', async () => {
    const { player } = await somebody(MEMORY);
    const game = await openedGame(player);
    server.clock.advance(3_000);
    expect(refusal(await tell(game.opening, pairsOf(game)))).toEqual([422, 'game_not_played']);
    expect(refusal(await tell(game.opening, { game: 'wheel' }))).toEqual([422, 'game_not_played']);
    expect(await rowOf(player)).toEqual({ score: 0, done: 0, attempts: 0 });
    server.clock.advance(1_000);
    expect((await tell(game.opening, pairsOf(game))).json().good).toBe(true);
  });

  it('when enough is caught, then it counts as what was caught and no more than that', async () => {
    const { player } = await somebody(CATCH);
    const game = await openedGame(player);
    server.clock.advance(MINUTE_MS);
    expect((await tell(game.opening, steersOf(game))).json()).toMatchObject({ good: true, again: false });
    const [attempt] =
      await database.sql`select given from quest_attempt where player_id = ${player.playerId}`;
    expect(attempt?.given).toEqual({ kind: 'game', result: 5 });
  });

  it('when too little is caught, then an attempt is used; with the last one the game is over', async () => {
    const { player } = await somebody(CATCH, { mostAttempts: 2 });
    const missed = { game: 'catch', steers: [{ atMs: 0, lane: 9 }] };
    const game = await openedGame(player);
    server.clock.advance(MINUTE_MS);
    expect((await tell(game.opening, missed)).statusCode).toBe(400);
    const away = { game: 'catch', steers: farFrom(game) };
    expect((await tell(game.opening, away)).json()).toMatchObject({
      good: false,
      title: 'Цього разу не вийшло',
      text: 'Спіймано 0 з 5. Залишилася 1 спроба.',
      again: true,
    });
    const next = (await post('opening', { opening: game.opening })).json();
    server.clock.advance(MINUTE_MS);
    expect((await tell(next.opening, { game: 'catch', steers: farFrom(next) })).json()).toMatchObject({
      text: 'Спіймано 0 з 5. Спроби скінчилися. У чаті вже чекає інше завдання.',
      again: false,
    });
    expect((await post('opening', { opening: game.opening })).json()).toMatchObject({ dealt: null });
    expect(await rowOf(player)).toEqual({ score: 0, done: 0, attempts: 2 });
  });

  it('when the wheel is turned, then it is drawn once, and brings what its place brings', async () => {
    const { player } = await somebody(WHEEL);
    const game = await openedGame(player);
    expect(game.dealt).toEqual({
      game: 'wheel',
      places: [
        { title: '50 балів', share: 1, percent: '25\u00a0%', points: '', brief: '+50' },
        { title: 'Дрібничка', share: 3, percent: '75\u00a0%', points: '+5\u00a0балів', brief: '+5' },
      ],
    });
    const other = await openedGame(player);
    const first = (await tell(game.opening, { game: 'wheel' })).json();
    expect((await tell(game.opening, { game: 'wheel' })).json()).toEqual(first);
    expect(await rowOf(player)).toEqual({ score: first.place === 0 ? 50 : 5, done: 1, attempts: 1 });
    // What was opened beside it draws no second time.
    expect(refusal(await tell(other.opening, { game: 'wheel' }))).toEqual([409, 'quest_task_done']);
  });
});

/** Always in a lane where nothing lands. */
function farFrom({ dealt }: GamePage) {
  const drops = dealt?.game === 'catch' ? dealt.drops : [];
  return drops.map(({ landsAtMs, lane }) => ({ atMs: landsAtMs - 700, lane: (lane + 2) % 5 }));
}
