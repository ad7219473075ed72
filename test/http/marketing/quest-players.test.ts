// Players and photos of quests over HTTP: who may see them, what comes out as a table and as a list.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPlayedQuest, PLAYED } from '#test/support/a-played-quest.ts';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const BASE = `/api/marketing/quests/${PLAYED}`;
let server: AnApp;
let marketer: Person;
let cashier: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
  cashier = await aPerson(server, database, { role: 'cashier' });
  await aPlayedQuest(database.sql, { players: 40, at: server.clock.now() });
  await database.sql`update member set name = '=HYPERLINK("x")', phone = '+380671234567' where member_id = 'mem_0000011'`;
  await database.sql`update quest_player set nickname = '@SUM(A1)' where player_id = 'ply_0000011'`;
});
afterAll(() => server.close());

const search = async (payload: object) =>
  (await ask(server, 'POST', `${BASE}/players/search`, { as: marketer, payload })).json();

describe('players of a quest', () => {
  it('when a cashier asks, then neither players nor photos are shown', async () => {
    const replies = await Promise.all([
      ask(server, 'GET', `${BASE}/live`, { as: cashier }),
      ask(server, 'GET', `${BASE}/reviews`, { as: cashier }),
      ask(server, 'GET', `${BASE}/players.csv`, { as: cashier }),
      ask(server, 'POST', `${BASE}/players/search`, { as: cashier, payload: {} }),
    ]);
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403]);
  });

  it('when somebody is sought by nickname, name or the end of a phone, then they are found, with the phone masked', async () => {
    const byTail = await search({ text: '4567' });
    expect(byTail.players.map(({ playerId }: { playerId: string }) => playerId)).toEqual(['ply_0000011']);
    expect(byTail.players[0].phone).not.toContain('12345');
    expect((await search({ text: 'лис 7' })).players).toHaveLength(1);
    expect((await search({ text: 'nobody at all' })).players).toEqual([]);
    const guests = await search({ who: 'guests' });
    expect(guests.players.every(({ shownName }: { shownName: null }) => shownName === null)).toBe(true);
    expect(guests.players).toHaveLength(8);
  });

  it('when somebody plays in a team, then it stands beside them with what it has gathered', async () => {
    await database.sql`
      insert into quest_team (team_id, quest_id, chat_id, title, score, created_at)
      values ('tem_00000000000000000001', ${PLAYED}, 'group', 'Сусіди', 40, ${server.clock.now()})`;
    await database.sql`update quest_player set team_id = 'tem_00000000000000000001' where player_id = 'ply_0000011'`;
    const { players } = await search({});
    const inTeam = players.filter(({ team }: { team: object | null }) => team !== null);
    expect(inTeam).toMatchObject([{ playerId: 'ply_0000011', team: { title: 'Сусіди', score: 40 } }]);
  });

  it('when players are taken out as a table, then nothing in it can be a formula', async () => {
    const reply = await ask(server, 'GET', `${BASE}/players.csv?delimiter=comma&excel=no`, { as: marketer });
    const lines = reply.body.trim().split('\r\n');
    expect(lines).toHaveLength(41);
    const mine = lines.find((line) => line.startsWith('ply_0000011'));
    expect(mine).toContain(`'@SUM(A1)`);
    expect(mine).toContain(`"'=HYPERLINK(""x"")"`);
    expect(mine).not.toContain('380671234567');
    const teamOf = (line = '') => line.split(',')[lines[0]?.split(',').indexOf('team') ?? -1];
    expect([mine, lines.find((line) => line.startsWith('ply_0000012'))].map(teamOf)).toEqual(['Сусіди', '']);
  });

  it('when a list is made of them, then members are on it, and guests are told of', async () => {
    const reply = await ask(server, 'POST', `${BASE}/lists`, {
      as: marketer,
      payload: { name: 'Усі з квесту', who: 'all' },
    });
    expect([reply.statusCode, reply.json()]).toMatchObject([201, { members: 32, guests: 8 }]);
    const missing = await ask(server, 'POST', `${BASE}/lists`, {
      as: marketer,
      payload: { name: 'Зупинилися', who: 'dropped' },
    });
    expect([missing.statusCode, missing.json().error.details.field]).toEqual([400, 'chapterNo']);
  });

  it('when a photo is decided twice over HTTP, then the second hears that it is decided', async () => {
    const queue = (await ask(server, 'GET', `${BASE}/reviews`, { as: marketer })).json();
    const [{ playerId, attemptKey }] = queue.reviews;
    const payload = { playerId, attemptKey, verdict: 'right' };
    const decide = () => ask(server, 'POST', `${BASE}/reviews/decide`, { as: marketer, payload });
    expect([(await decide()).json(), (await decide()).json()]).toEqual([
      { outcome: 'decided' },
      { outcome: 'already' },
    ]);
    const file = (await ask(server, 'GET', `${BASE}/players/${playerId}`, { as: marketer })).json();
    const attempts = file.tasks.flatMap((task: { attempts: object[] }) => task.attempts);
    expect(attempts).toContainEqual(
      expect.objectContaining({ attemptKey, verdict: 'right', decidedBy: 'Test marketer' }),
    );
  });
});
