// The end of a quest: places, lots and what is published of them, read over HTTP as anybody reads it.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawWinners, ticketOf } from '#src/core/quests/prizes/draw.ts';
import { closeQuests, endDueQuests, endQuest } from '#src/core/quests/prizes/end-quest.ts';
import { listTicketsOf } from '#src/core/quests/prizes/read-draw.ts';
import { tellOver, tellWins } from '#src/core/quests/prizes/tell-wins.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import { aPlayer, aPrizeQuest } from '#test/support/a-prize-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { type AnApp, anApp } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);
let server: AnApp;
let url = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function aDrawnQuest(fields: Parameters<typeof aPrizeQuest>[1] = {}): Promise<QuestId> {
  const drawSeed = randomBytes(32).toString('hex');
  return await aPrizeQuest(database.db, { drawSeed, drawCommitment: sha256(drawSeed), ...fields });
}
const members = async (questId: QuestId, scores: number[]): Promise<PlayerId[]> => {
  const made: PlayerId[] = [];
  for (const [index, score] of scores.entries()) {
    const { memberId } = await aMember(database.db);
    made.push(await aPlayer(database.db, questId, { memberId, score, done: 1, scoredAt: minutes(index) }));
  }
  return made;
};
const end = (questId: QuestId, at = NOON) =>
  transaction(database.db, (tx) => endQuest(tx, { questId, actor: 'stf_1', at }));
const close = async (at = minutes(1), { db }: Pick<Database, 'db'> = database) => {
  while (await transaction(db, (tx) => closeQuests(tx, at)));
};
const winsOf = async (questId: QuestId) =>
  (
    await database.sql<{ prize_no: number; player_id: PlayerId; place: number }[]>`
      select prize_no, player_id, place from quest_win where quest_id = ${questId} order by prize_no, place`
  ).map((row) => [row.prize_no, row.player_id, row.place]);

describe('places', () => {
  it('when the quest is over, then those with the most points have them, of two with the same whoever was earlier, once', async () => {
    const questId = await aDrawnQuest({
      prizes: [
        { goesTo: 'top', stock: 3 },
        { goesTo: 'top', stock: 5, qualifies: { score: 60 } },
      ],
    });
    const [a, b, c, d] = await members(questId, [50, 90, 50, 70, 0]);
    // A guest with the most points has to become a member before the end.
    await aPlayer(database.db, questId, { score: 500 });
    await close();
    expect(await winsOf(questId)).toEqual([]);
    await end(questId);
    await end(questId, minutes(5));
    const second = connect(database.url, { max: 3, applicationName: 'another program' });
    try {
      await Promise.all([close(), close(minutes(1), second), close()]);
    } finally {
      await second.close();
    }
    expect(await winsOf(questId)).toEqual([
      [1, b, 1],
      [1, d, 2],
      [1, a, 3],
      [2, b, 1],
      [2, d, 2],
    ]);
    expect(c).toBeDefined();
    const prizes =
      await database.sql`select given from quest_prize where quest_id = ${questId} order by prize_no`;
    expect(prizes.map(({ given }) => given)).toEqual([3, 2]);
  });

  it('when its time is over, then it ends by itself, and waits for answers that staff have not looked at yet, two days at most', async () => {
    const questId = await aDrawnQuest({ prizes: [{ goesTo: 'top', stock: 1 }], endsAt: minutes(10) });
    const [player] = await members(questId, [50]);
    await database.sql`
      insert into quest_attempt (player_id, attempt_key, quest_id, task_no, task_version, given, verdict, attempted_at)
      values (${player as PlayerId}, 'photo', ${questId}, 1, 1, '{}', 'waiting', ${NOON})`;
    await transaction(database.db, (tx) => endDueQuests(tx, minutes(9)));
    await transaction(database.db, (tx) => endDueQuests(tx, minutes(10)));
    const [row] = await database.sql`select status, ended_at from quest where quest_id = ${questId}`;
    expect(row).toEqual({ status: 'ended', ended_at: minutes(10) });
    await close(minutes(60));
    expect(await winsOf(questId)).toEqual([]);
    await close(minutes(10 + 2 * 24 * 60));
    expect(await winsOf(questId)).toEqual([[1, player, 1]]);
  });

  it('when answers are judged anew or photos fetched at the end, then places wait for that', async () => {
    const questId = await aDrawnQuest({ prizes: [{ goesTo: 'top', stock: 1 }] });
    const [player] = await members(questId, [50]);
    const { sql } = database;
    await sql`insert into quest_task (quest_id, task_no, task_key, chapter_no, place, content, type, archived_at)
      values (${questId}, 1, 't1', 1, 1, '{}', 'text', ${NOON})`;
    await sql`insert into quest_regrade (quest_id, task_no, task_version, takes_back, asked_by, asked_at)
      values (${questId}, 1, 2, false, 'stf_1', ${NOON})`;
    await sql`insert into quest_errand (identity_id, attempt_key, quest_id, task_no, messenger, what, asked_at, not_before)
      select identity_id, 'photo', quest_id, 1, 'telegram', '{}', ${NOON}, ${NOON} from quest_player
      where player_id = ${player as PlayerId}`;
    await end(questId);
    await close();
    await sql`update quest_regrade set finished_at = ${NOON} where quest_id = ${questId}`;
    await close();
    expect(await winsOf(questId)).toEqual([]);
    await sql`delete from quest_errand where quest_id = ${questId}`;
    await close();
    expect(await winsOf(questId)).toEqual([[1, player, 1]]);
  });

  it('when points wait for a first real receipt, then those without one take no place', async () => {
    const questId = await aDrawnQuest({
      prizes: [{ goesTo: 'top', stock: 2 }],
      terms: { paysAfter: 'receipt' },
    });
    const [made_up, real] = await members(questId, [900, 10]);
    await database.sql`update standing s set turnover_minor = 100 from quest_player p where p.member_id = s.member_id and p.player_id = ${real as PlayerId}`;
    await end(questId);
    await close();
    expect(await winsOf(questId)).toEqual([[1, real, 1]]);
    expect(made_up).toBeDefined();
  });
});

describe('a draw', () => {
  it('when it is over, then a few lines that use only what was published find the same winners', async () => {
    const questId = await aDrawnQuest({
      prizes: [
        { goesTo: 'draw', stock: 3 },
        { goesTo: 'draw', stock: 7, qualifies: { score: 40 } },
      ],
    });
    const players = await members(
      questId,
      Array.from({ length: 40 }, (_, n) => n * 2),
    );
    const read = async (name: string) => (await fetch(`${url}/quests/${questId}/${name}`)).text();
    const before = JSON.parse(await read('draw.json'));
    expect(before).toMatchObject({ seed: null, ticketsHash: null, drawnAt: null });
    expect((await fetch(`${url}/quests/${questId}/tickets.txt`)).status).toBe(404);
    await end(questId);
    await Promise.all([close(), close()]);

    const after = JSON.parse(await read('draw.json'));
    const text = await read('tickets.txt');
    expect(sha256(after.seed)).toBe(before.commitment);
    expect(sha256(text)).toBe(after.ticketsHash);
    // Written anew, by the words on the page alone.
    const winners: Record<string, string[]> = {};
    for (const { prizeNo, stock } of after.prizes) {
      const left = text
        .split('\n')
        .filter((line) => line.startsWith(`${prizeNo} `))
        .map((line) => line.split(' ')[1] as string);
      const won: string[] = [];
      for (let c = 0; won.length < stock && left.length > 0; ) {
        const r = parseInt(
          createHmac('sha256', after.seed)
            .update(`${sha256(text)}:${prizeNo}:${won.length + 1}:${c}`)
            .digest('hex')
            .slice(0, 12),
          16,
        );
        if (r < Math.floor(2 ** 48 / left.length) * left.length) {
          won.push(...left.splice(r % left.length, 1));
          c = 0;
        } else c++;
      }
      winners[prizeNo] = won;
    }
    expect(after.prizes.map((each: { winners: string[] }) => each.winners)).toEqual(Object.values(winners));
    expect(winners[1]).toHaveLength(3);
    expect(new Set(winners[2]).size).toBe(7);
    expect(after.prizes.map((each: { tickets: number }) => each.tickets)).toEqual([40, 20]);

    // Whoever knows their ticket finds it in the list, and it is theirs that won.
    const owner = new Map(players.map((playerId) => [ticketOf(playerId, 1), playerId]));
    const places = (await winsOf(questId))
      .filter(([prizeNo]) => prizeNo === 1)
      .map(([, playerId]) => playerId);
    expect(winners[1]?.map((ticket) => owner.get(ticket))).toEqual(places);
    const [first] = players;
    const mine = await listTicketsOf(database.db, { questId, playerId: first as PlayerId });
    expect(mine.map(({ isIn }) => isIn)).toEqual([true, false]);
    expect(text).toContain(`1 ${mine[0]?.ticket}\n`);
    const page = await read('draw?lang=en');
    for (const shown of [after.seed, before.commitment, after.ticketsHash, ...(winners[2] ?? [])])
      expect(page).toContain(shown);
  });

  it('when nothing is drawn or it is a draft, then there is no page', async () => {
    const [none, draft] = [
      await aDrawnQuest({ prizes: [{}] }),
      await aPrizeQuest(database.db, { status: 'draft' }),
    ];
    for (const questId of [none, draft, 'qst_x', 'nonsense'])
      expect((await fetch(`${url}/quests/${questId}/draw`)).status).toBe(404);
  });

  it('when it is drawn often, then every ticket wins as often as any other', () => {
    const tickets = Array.from({ length: 10 }, (_, n) => `t${n}`);
    const wins = new Map<string, number>();
    for (let round = 0; round < 4_000; round++)
      for (const ticket of drawWinners({
        seed: `s${round}`,
        ticketsHash: 'h',
        prizeNo: 1,
        tickets,
        winners: 3,
      }))
        wins.set(ticket, (wins.get(ticket) ?? 0) + 1);
    const expected = (4_000 * 3) / 10;
    // Chi-squared with nine degrees of freedom: above 27.9 once in a thousand times; the seeds are fixed.
    const chi = [...wins.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(wins.size).toBe(10);
    expect(chi).toBeLessThan(27.9);
  });

  it('when there are fewer tickets than prizes, then all of them win once', () => {
    const won = drawWinners({ seed: 's', ticketsHash: 'h', prizeNo: 1, tickets: ['a', 'b'], winners: 5 });
    expect(won.toSorted()).toEqual(['a', 'b']);
  });
});

const told = async (playerId: PlayerId | undefined) =>
  (
    await database.sql<{ text: string }[]>`
      select d.prompt->>'text' as text from delivery d join quest_player p using (identity_id)
      where p.player_id = ${playerId ?? ''} and d.prompt->>'say' = 'message'`
  ).map(({ text }) => text);

it('when lots are drawn, then nobody is told a place: the order of tickets is none', async () => {
  const questId = await aDrawnQuest({ prizes: [{ goesTo: 'draw', stock: 2 }] });
  const drawn = await members(questId, [90, 80]);
  await end(questId);
  await close();
  while (await transaction(database.db, (tx) => tellWins(tx, minutes(2))));
  for (const playerId of drawn)
    expect(await told(playerId)).toEqual([
      expect.stringMatching(/^🎁 Ваш квиток виграв у розіграші: Приз 1/),
    ]);
});

it('when it is over, then winners are told once of what they have won, and the others how they stand', async () => {
  const questId = await aDrawnQuest({ prizes: [{ goesTo: 'top', stock: 1 }] });
  const [best, next] = await members(questId, [90, 80]);
  await end(questId);
  await close();
  for (let turn = 0; turn < 3; turn++) {
    while (await transaction(database.db, (tx) => tellWins(tx, minutes(2))));
    for (let quest = 0; quest < 9; quest++) await transaction(database.db, (tx) => tellOver(tx, minutes(2)));
  }
  expect(await told(best)).toEqual([expect.stringContaining('Приз 1')]);
  expect(await told(next)).toEqual([expect.stringContaining('Ваше місце: 2')]);
});
