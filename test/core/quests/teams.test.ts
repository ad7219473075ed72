// Teams: a group opens one, people join it by its link, its meter follows what they gather, and its goal is reached once.
import { beforeAll, describe, expect, it } from 'vitest';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';
import { ensureIdentity } from '#src/core/members/ensure-identity.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import type { Player } from '#src/core/quests/player.ts';
import { lockPlayers } from '#src/core/quests/players/lock-players.ts';
import { ensureOwnTeam, joinTeam } from '#src/core/quests/teams/join-team.ts';
import { openTeams } from '#src/core/quests/teams/open-teams.ts';
import { refreshTeams } from '#src/core/quests/teams/refresh-teams.ts';
import { readTeamPayload, teamPayload } from '#src/core/quests/teams/team.ts';
import { transaction } from '#src/db/client.ts';
import type { IdentityId, QuestId, TeamId } from '#src/lib/id.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));
const chatAddress = (payload: string) => `https://t.me/poruch_bot?start=${payload}`;

let groups = 0;

/** A group that has just opened its team of a quest with a goal of 20 points. */
async function aGroup() {
  await database.sql`update quest set status = 'ended', ended_at = ${NOON}`;
  const questId = await aQuest(database.db, {
    tasks: [{}, {}],
    terms: { team: { goal: 20, titles: { uk: 'Двадцять балів' } } },
    prizes: [{ prize: { kind: 'points', points: 5 }, qualifies: { team: true } }],
  });
  const group = await transaction(database.db, (tx) =>
    ensureIdentity(tx, {
      messenger: 'telegram',
      externalId: `-100${++groups}`,
      shownName: 'Сусіди',
      at: NOON,
    }),
  );
  await transaction(database.db, (tx) => openTeams(tx, { group, chatAddress, at: NOON }));
  const [team] = await database.sql<
    { team_id: TeamId }[]
  >`select team_id from quest_team where quest_id = ${questId}`;
  if (!team) throw new Error('there is no team');
  return { questId, group, teamId: team.team_id };
}

async function joins(questId: QuestId, teamId: TeamId): Promise<Player> {
  const player = await aPlayer(database.db, questId);
  await transaction(database.db, (tx) => joinTeam(tx, { player, teamId }));
  return player;
}
let keys = 0;
const right = ({ playerId }: Player, taskNo: number) =>
  transaction(database.db, (tx) =>
    answerTask(tx, { playerId, taskNo, given: { kind: 'text', text: 'Київ' }, key: `k${++keys}`, at: NOON }),
  );
const isWaiting = async () => {
  const [waits] = await database.sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return waits !== undefined;
};
const refresh = (ms: number) =>
  transaction(database.db, (tx) => refreshTeams(tx, { chatAddress, at: later(ms) }));
const said = async (identityId: IdentityId) =>
  (
    await database.sql`select prompt->>'say' as say, prompt->>'text' as text from delivery
      where identity_id = ${identityId} order by delivery_no`
  ).map(({ say, text }) => `${say}: ${text}`);

describe('a group', () => {
  it('when it plays, then one meter shows it, changed every few seconds at most, and never who has done what', async () => {
    const { questId, group, teamId } = await aGroup();
    expect(await said(group.identityId)).toEqual([expect.stringMatching(/^message: .*0 з 20/s)]);
    const player = await joins(questId, teamId);
    await right(player, 1);
    expect(await refresh(2_000)).toBe(0);
    expect(await refresh(6_000)).toBe(1);
    expect(await refresh(12_000)).toBe(0);
    const [, edited] = await said(group.identityId);
    expect(edited).toMatch(/^edit: .*10 з 20.*Грає 1 людина/s);
    expect(edited).not.toContain(player.nickname);
  });

  it('when the goal is reached, then that is said once, and the prize of the team goes to each of its players', async () => {
    const { questId, group, teamId } = await aGroup();
    const [one, other] = [await joins(questId, teamId), await joins(questId, teamId)];
    const alone = await aPlayer(database.db, questId);
    await right(alone, 1);
    await right(one, 1);
    await right(other, 1);
    expect(await refresh(6_000)).toBe(1);
    await right(one, 2);
    await refresh(12_000);
    const told = await said(group.identityId);
    expect(told.filter((each) => each.includes('🎉'))).toEqual([expect.stringContaining('приз команди')]);
    const wins = await database.sql`select player_id from quest_win where quest_id = ${questId}`;
    expect(new Set(wins.map(({ player_id }) => player_id))).toEqual(new Set([one.playerId, other.playerId]));
    await expect(joins(questId, teamId)).rejects.toMatchObject({ code: 'quest_team_closed' });
  });

  it('when nothing is to be won by the goal, then the group hears of no prize', async () => {
    const { questId, group, teamId } = await aGroup();
    await database.sql`delete from quest_prize where quest_id = ${questId}`;
    const [one, other] = [await joins(questId, teamId), await joins(questId, teamId)];
    await right(one, 1);
    await right(other, 1);
    await refresh(6_000);
    const told = await said(group.identityId);
    const reached = told.filter((each) => each.includes('🎉'));
    expect(reached).toEqual([expect.not.stringContaining('приз')]);
  });

  it('when the command is written again, then the meter comes below; at once it does not', async () => {
    const { group } = await aGroup();
    const open = (ms: number) =>
      transaction(database.db, (tx) => openTeams(tx, { group, chatAddress, at: later(ms) }));
    await open(5_000);
    expect(await said(group.identityId)).toHaveLength(1);
    await open(20_000);
    expect((await said(group.identityId)).map((each) => each.split(':')[0])).toEqual([
      'message',
      'delete',
      'message',
    ]);
  });
});

it('when a conversation opens the team whose goal was just reached, then nobody waits in a circle', async () => {
  const { questId, group, teamId } = await aGroup();
  const player = await joins(questId, teamId);
  await right(player, 1);
  await right(player, 2);
  let counting: Promise<number> | undefined;
  await transaction(database.db, async (tx) => {
    await lockPlayers(tx, [player.playerId]);
    counting = refresh(20_000);
    await until('the count to come to a lock', isWaiting);
    await openTeams(tx, { group, chatAddress, at: later(20_000) });
  });
  // The meter has just been shown, so that it rests first.
  expect(await counting).toBe(0);
  expect(await refresh(26_000)).toBe(1);
  const wins = await database.sql`select player_id from quest_win where quest_id = ${questId}`;
  expect(wins).toEqual([{ player_id: player.playerId }]);
});

it('when somebody joins while the goal is being reached, then they come too late for it', async () => {
  const { questId, teamId } = await aGroup();
  const player = await joins(questId, teamId);
  await right(player, 1);
  await right(player, 2);
  let joining: Promise<unknown> | undefined;
  await transaction(database.db, async (tx) => {
    await refreshTeams(tx, { chatAddress, at: later(20_000) });
    joining = joins(questId, teamId).catch((error: unknown) => error);
    await until('the joining to come to a lock', isWaiting);
  });
  expect(await joining).toMatchObject({ code: 'quest_team_closed' });
});

it('when two count at once, then the goal is reached once', async () => {
  const { questId, group, teamId } = await aGroup();
  const player = await joins(questId, teamId);
  await right(player, 1);
  await right(player, 2);
  const [one, other] = await Promise.all([refresh(6_000), refresh(6_000)]);
  expect(one + other).toBe(1);
  expect((await said(group.identityId)).filter((each) => each.includes('🎉'))).toHaveLength(1);
});

describe('joining', () => {
  it('when somebody plays in a team, then they stay there; a team of another quest takes nobody', async () => {
    const { questId, teamId } = await aGroup();
    const player = await joins(questId, teamId);
    const inIt = { ...player, teamId };
    await transaction(database.db, (tx) => joinTeam(tx, { player: inIt, teamId }));
    const captain = await aPlayer(database.db, questId);
    const own = await transaction(database.db, (tx) => ensureOwnTeam(tx, { player: captain, at: NOON }));
    await expect(
      transaction(database.db, (tx) => joinTeam(tx, { player: inIt, teamId: own })),
    ).rejects.toMatchObject({ code: 'quest_team_taken' });
    const elsewhere = await aPlayer(database.db, await aQuest(database.db));
    await expect(
      transaction(database.db, (tx) => joinTeam(tx, { player: elsewhere, teamId })),
    ).rejects.toMatchObject({ code: 'quest_team_gone' });
    expect(readTeamPayload(teamPayload(teamId))).toBe(teamId);
    expect(readTeamPayload('m-short')).toBeNull();
  });

  it('when a team without a group reaches its goal, then its players are told in their own chats', async () => {
    const { questId } = await aGroup();
    const captain = await aPlayer(database.db, questId);
    const teamId = await transaction(database.db, (tx) => ensureOwnTeam(tx, { player: captain, at: NOON }));
    await right(captain, 1);
    await right(captain, 2);
    await refresh(6_000);
    expect((await said(captain.identityId)).filter((each) => each.includes('Двадцять балів'))).toHaveLength(
      1,
    );
    const [team] =
      await database.sql`select score, players, reached_at from quest_team where team_id = ${teamId}`;
    expect(team).toEqual({ score: 20, players: 1, reached_at: later(6_000) });
  });
});

describe('what Telegram tells of a group', () => {
  const chat = { id: -100_77, type: 'supergroup', title: 'Сусіди' };
  const from = { id: 5, is_bot: false, first_name: 'Олена', language_code: 'uk' };
  const read = (update: object) => readTelegramUpdate({ update_id: 1, ...update }, NOON)?.event;
  const member = (was: string, is: string) => ({
    my_chat_member: {
      chat,
      from,
      date: 1,
      old_chat_member: { user: from, status: was },
      new_chat_member: { user: from, status: is },
    },
  });

  it('when the bot comes in, goes out or is spoken to, then that is of the group; talk is nobody’s business', () => {
    const group = { externalId: '-10077', shownName: 'Сусіди' };
    expect(read(member('left', 'member'))).toMatchObject({ ...group, kind: 'group', did: 'added', by: '5' });
    expect(read(member('member', 'administrator'))).toBeNull();
    expect(read(member('member', 'kicked'))).toMatchObject({ ...group, kind: 'blocked' });
    const message = (text: string) => ({ message: { message_id: 1, date: 1, chat, from, text } });
    expect(read(message('/quest@poruch_bot'))).toMatchObject({ ...group, kind: 'group', command: 'quest' });
    expect(read(message('Хто йде по молоко?'))).toBeNull();
  });
});
