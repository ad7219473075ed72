// A group becomes a supergroup, which is a chat of another id: its team and what its staff look at go on there.
import { beforeAll, describe, expect, it } from 'vitest';
import { converse } from '#bots/dialogue/converse.ts';
import { hearMoved } from '#bots/telegram/hear-moved.ts';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';
import { claimDeliveries } from '#src/core/deliveries/claim-deliveries.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { ensureIdentity } from '#src/core/members/ensure-identity.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { listChats, makeChatCode } from '#src/core/quests/live/chats/connect-chat.ts';
import { postReviews } from '#src/core/quests/live/chats/post-reviews.ts';
import { decidePressed, tellDecided } from '#src/core/quests/live/chats/settle-posts.ts';
import { joinTeam } from '#src/core/quests/teams/join-team.ts';
import { refreshTeams } from '#src/core/quests/teams/refresh-teams.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { QuestId, StaffId, TeamId } from '#src/lib/id.ts';
import { dialogueDeps, SECRET_KEY } from '#test/bots/dialogue/person.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const CLAIM = { messenger: 'telegram', bot: 'telegram:1', workerNo: 1, limit: 10 } as const;
const database = useDatabase();
const STAFF = 'stf_reviewer' as StaffId;
const deps = () => dialogueDeps(database.db);
beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into staff (staff_id, name, login, email, role, created_at, updated_at)
    values (${STAFF}, 'Марта', 'marta', 'marta@kartka.example', 'marketer', ${NOON}, ${NOON})`;
});

let updates = 0;
/** Telegram tells of something. */
async function tells(update: object, ms = 0) {
  const event = readTelegramUpdate({ update_id: ++updates, ...update }, later(ms))?.event;
  if (!event) throw new Error('nothing was read');
  await transaction(database.db, (tx) => converse(tx, event, deps()));
}
let groups = 0;
const from = { id: 5, is_bot: false, first_name: 'Олена', language_code: 'uk' };
const ANONYMOUS = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };

/** A group of Telegram before and after, with what is told when it becomes a supergroup. */
function aGroup() {
  const id = -500_000 - ++groups;
  const upgraded = -1_001_000_000_000 - groups;
  const chat = { id, type: 'group', title: 'Сусіди' };
  const supergroup = { id: upgraded, type: 'supergroup', title: 'Сусіди' };
  const message = { message_id: 1, date: 1 };
  const status = (is: string) => ({ user: ANONYMOUS, status: is });
  return {
    id: String(id),
    upgraded: String(upgraded),
    writes: (text: string, ms = 0) => tells({ message: { ...message, chat, from, text } }, ms),
    writesAfter: (text: string, ms = 0) =>
      tells({ message: { ...message, chat: supergroup, from, text } }, ms),
    presses: (data: string, name = 'Олена') =>
      tells({
        callback_query: {
          id: `c${updates}`,
          from: { ...from, first_name: name },
          chat_instance: '1',
          data,
          message: { ...message, chat },
        },
      }),
    tellsOld: (ms = 60_000) =>
      tells({ message: { ...message, chat, from, migrate_to_chat_id: upgraded } }, ms),
    tellsNew: (ms = 60_000) =>
      tells({ message: { ...message, chat: supergroup, from: ANONYMOUS, migrate_from_chat_id: id } }, ms),
    letsIn: (ms = 60_000) =>
      tells(
        {
          my_chat_member: {
            chat: supergroup,
            from: { ...from, language_code: 'en' },
            date: 1,
            old_chat_member: status('left'),
            new_chat_member: status('member'),
          },
        },
        ms,
      ),
  };
}

/** What is queued for a chat and not skipped, in order. */
const said = async (chatId: string) =>
  (
    await database.sql<{ delivery_id: string; status: string; say: string; text: string }[]>`
      select delivery_id, status, prompt->>'say' as say, prompt->>'text' as text from delivery
      where status <> 'skipped' and prompt->>'say' <> 'toast'
        and identity_id = (select identity_id from identity where external_id = ${chatId}) order by delivery_no`
  ).map((row) => ({ ...row }));
const meters = async (chatId: string) => (await said(chatId)).map(({ say, text }) => `${say}: ${text}`);
/** Everything that was queued has arrived, under the same numbers in every chat. */
const arrives = () =>
  database.sql`update delivery set status = 'sent', external_message_id = delivery_no::text where status = 'queued'`;
const teamsOf = (questId: QuestId) => database.sql<
  { team_id: TeamId; chat_id: string; meter: string | null }[]
>`
  select team_id, chat_id, meter_message_id as meter from quest_team where quest_id = ${questId} order by team_id`;

describe('the team of a group that becomes a supergroup', () => {
  /** A group that plays for 30 points; one player has 10 of them. */
  async function aTeam() {
    await database.sql`update quest set status = 'ended', ended_at = ${NOON}`;
    const questId = await aQuest(database.db, {
      tasks: [{}, {}, {}],
      terms: { team: { goal: 30, titles: { uk: 'Тридцять балів' } } },
    });
    const group = aGroup();
    await group.writes('/quest');
    await arrives();
    const [team] = await teamsOf(questId);
    if (!team) throw new Error('there is no team');
    const player = await joins(questId, team.team_id);
    await refresh(10_000);
    await arrives();
    return { questId, group, teamId: team.team_id, player };
  }
  let keys = 0;
  async function joins(questId: QuestId, teamId: TeamId) {
    const player = await aPlayer(database.db, questId);
    await transaction(database.db, (tx) => joinTeam(tx, { player, teamId }));
    await right(player.playerId, 1);
    return player;
  }
  const right = (playerId: Awaited<ReturnType<typeof aPlayer>>['playerId'], taskNo: number) =>
    transaction(database.db, (tx) =>
      answerTask(tx, {
        playerId,
        taskNo,
        given: { kind: 'text', text: 'Київ' },
        key: `m${++keys}`,
        at: NOON,
      }),
    );
  const refresh = (ms: number) =>
    transaction(database.db, (tx) => refreshTeams(tx, { chatAddress: deps().chatAddress, at: later(ms) }));

  it.each(['tellsOld', 'tellsNew'] as const)(
    'when Telegram %s chat, however often, then one meter is shown in the new chat and followed there',
    async (first) => {
      const { questId, group, teamId, player } = await aTeam();
      await group[first]();
      await group.tellsNew();
      await group.tellsOld();
      expect(await meters(group.upgraded)).toEqual([expect.stringMatching(/^message: .*10 з 30/s)]);
      await arrives();
      await right(player.playerId, 2);
      await refresh(80_000);
      expect(await meters(group.upgraded)).toEqual([
        expect.stringMatching(/^message/),
        expect.stringMatching(/^edit: .*20 з 30/s),
      ]);
      expect(await teamsOf(questId)).toEqual([
        expect.objectContaining({ team_id: teamId, chat_id: group.upgraded }),
      ]);
    },
  );

  it('when the bot is let into the new chat before, then its team there is taken up, and its meter shows the old one', async () => {
    const { questId, group, teamId } = await aTeam();
    await group.letsIn();
    await arrives();
    const other = (await teamsOf(questId)).find(({ chat_id }) => chat_id === group.upgraded);
    if (!other) throw new Error('there is no team');
    const late = await joins(questId, other.team_id);
    await group.tellsOld();
    expect(await meters(group.upgraded)).toEqual([
      expect.stringMatching(/^message: .*0 of 30/s),
      expect.stringMatching(/^edit: .*10 з 30/s),
    ]);
    expect(await teamsOf(questId)).toEqual([
      { team_id: teamId, chat_id: group.upgraded, meter: other.meter },
    ]);
    await refresh(80_000);
    expect((await meters(group.upgraded)).at(-1)).toMatch(/^edit: .*20 з 30.*2 людини/s);
    await right(late.playerId, 2);
    await refresh(90_000);
    expect((await meters(group.upgraded)).slice(-2)).toEqual([
      expect.stringContaining('30 з 30'),
      expect.stringContaining('🎉'),
    ]);
  });

  it('when the bot is let in right after, then nothing more is said', async () => {
    const { group } = await aTeam();
    await group.tellsNew();
    await group.letsIn(61_000);
    expect(await meters(group.upgraded)).toHaveLength(1);
  });

  it('when a command of the old chat comes late, then the next news takes up what it has opened', async () => {
    const { questId, group, teamId } = await aTeam();
    await group.tellsNew();
    await group.writes('/quest', 62_000);
    expect(await teamsOf(questId)).toHaveLength(2);
    await group.tellsOld(63_000);
    expect(await teamsOf(questId)).toEqual([
      expect.objectContaining({ team_id: teamId, chat_id: group.upgraded }),
    ]);
    expect(await meters(group.upgraded)).toHaveLength(1);
    expect(await meters(group.id)).toEqual([
      expect.stringContaining('message'),
      expect.stringContaining('edit'),
    ]);
  });

  it('when words wait for the old chat, then they go to the new one, but no change of a message that is not there', async () => {
    const { group } = await aTeam();
    const identity = await transaction(database.db, (tx) =>
      ensureIdentity(tx, { messenger: 'telegram', externalId: group.id, shownName: '', at: NOON }),
    );
    const to = { identityId: identity.identityId, lane: 'notice', at: NOON } as const;
    const [meter] = await said(group.id);
    await transaction(database.db, async (tx) => {
      const text = 'Мети досягнуто' as never;
      await queueDelivery(tx, { ...to, prompt: { say: 'message', text } });
      const of = { deliveryId: meter?.delivery_id as never };
      await queueDelivery(tx, { ...to, prompt: { say: 'edit', of, text, orSend: false } });
    });
    await group.tellsOld();
    expect((await meters(group.upgraded)).map((each) => each.slice(0, 30))).toEqual([
      'message: Мети досягнуто',
      'edit: Мети досягнуто',
      expect.stringMatching(/^message: /),
    ]);
    // Without the number of its message an edit is skipped, see claim_deliveries.
    const [old] =
      await database.sql`select external_message_id from delivery where delivery_id = ${meter?.delivery_id ?? ''}`;
    expect(old?.external_message_id).toBeNull();
  });

  it('when only a refused message tells where the group is, then it is heard as if the new chat had told', async () => {
    const { questId, group, teamId } = await aTeam();
    const log = { warn: (details: object) => expect.unreachable(JSON.stringify(details)) };
    const hear = hearMoved({ sql: database.sql, clock: fixedClock(later(60_000)), log });
    await hear({ from: group.id, to: Number(group.upgraded) });
    const [news] =
      await database.sql`select external_id, payload from inbox where external_id = ${group.upgraded}`;
    await tells(news?.payload as object, 60_000);
    expect(await teamsOf(questId)).toEqual([
      expect.objectContaining({ team_id: teamId, chat_id: group.upgraded }),
    ]);
    expect(await meters(group.upgraded)).toHaveLength(1);
    const [{ title } = {}] = await database.sql`select title from quest_team where team_id = ${teamId}`;
    expect(title).toBe('Сусіди');
  });
});

describe('a group of the staff that becomes a supergroup', () => {
  async function aStaffGroup() {
    await database.sql`update quest set status = 'ended', ended_at = ${NOON}`;
    await database.sql`update staff_chat set disconnected_at = ${NOON}`;
    await database.sql`delete from quest_review_post`;
    await database.sql`update quest_attempt set verdict = 'wrong' where verdict = 'waiting'`;
    const group = aGroup();
    await group.writes(`/staff ${await aCode()}`);
    await arrives();
    return group;
  }
  const aCode = async () =>
    (
      await transaction(database.db, (tx) =>
        makeChatCode(tx, { staffId: STAFF, secretKey: SECRET_KEY, at: NOON }),
      )
    ).code;
  async function aPhoto() {
    const questId = await aQuest(database.db, { tasks: [{ ask: { type: 'photo' }, points: 40 }] });
    const { playerId } = await aPlayer(database.db, questId);
    const given = { kind: 'photo', pictureId: `${'a'.repeat(64)}.jpg` } as const;
    const answer = { playerId, taskNo: 1, given, key: `photo:${++updates}`, at: NOON };
    await transaction(database.db, (tx) => answerTask(tx, answer));
    return async () =>
      (await database.sql`select score from quest_player where player_id = ${playerId}`)[0]?.score;
  }
  const post = (ms: number) => transaction(database.db, (tx) => postReviews(tx, later(ms)));

  it('when it is told twice, then it stays connected, and what waits is shown there once', async () => {
    const group = await aStaffGroup();
    await aPhoto();
    await post(0);
    await arrives();
    await group.tellsNew();
    await group.tellsOld();
    await group.letsIn(61_000);
    expect([await post(61_000), await post(62_000)]).toEqual([1, 0]);
    expect(await meters(group.upgraded)).toEqual([expect.stringContaining('Гравець')]);
    expect((await listChats(database.db)).map(({ title }) => title)).toEqual(['Сусіди']);
    await aPhoto();
    await post(63_000);
    expect(await meters(group.id)).toHaveLength(2);
    expect(await meters(group.upgraded)).toHaveLength(2);
  });

  it('when a photo was not sent yet, then it is sent to the new chat alone', async () => {
    const group = await aStaffGroup();
    await aPhoto();
    await post(0);
    await group.tellsOld();
    await post(61_000);
    expect(await meters(group.id)).toEqual([expect.stringContaining('під’єднано')]);
    expect(await meters(group.upgraded)).toHaveLength(1);
  });

  it('when a photo is refused by the old chat while the news is heard, then it is not sent again', async () => {
    const group = await aStaffGroup();
    await aPhoto();
    await post(0);
    await database.sql`update delivery set status = 'sending' where status = 'queued'`;
    await group.tellsNew();
    await database.sql`update delivery set status = 'queued' where status = 'sending'`;
    await group.tellsOld(63_000);
    await post(63_000);
    const due = await claimDeliveries(database.sql, { ...CLAIM, at: later(70_000) });
    expect(due.skipped).toBe(1);
    const rest = await claimDeliveries(database.sql, { ...CLAIM, at: later(70_000) });
    expect([...due.claimed, ...rest.claimed].map(({ externalId }) => externalId)).toEqual([group.upgraded]);
  });

  it('when somebody has pressed before, then that is decided, and the photo is not shown again', async () => {
    const group = await aStaffGroup();
    const score = await aPhoto();
    await post(0);
    await arrives();
    await group.presses(`review.right:${(await said(group.id)).at(-1)?.delivery_id}`);
    await arrives();
    await group.tellsNew();
    expect(await post(61_000)).toBe(0);
    await decidePressed(database.db, later(62_000));
    await transaction(database.db, (tx) => tellDecided(tx, later(62_000)));
    expect(await score()).toBe(40);
    const [of] = await database.sql`
      select external_message_id from delivery where delivery_id = (select delivery_id from quest_review_post)`;
    expect(of?.external_message_id).toBeNull();
  });

  it('when the new chat was connected by itself, then it shows each photo once', async () => {
    const group = await aStaffGroup();
    await aPhoto();
    await post(0);
    await arrives();
    await group.writesAfter(`/staff ${await aCode()}`);
    await post(1_000);
    await group.tellsNew();
    expect(await post(61_000)).toBe(0);
    expect(await listChats(database.db)).toHaveLength(1);
    expect((await meters(group.upgraded)).filter((each) => each.includes('Гравець'))).toHaveLength(1);
  });

  it('when it was disconnected before, then it stays so', async () => {
    const group = await aStaffGroup();
    await database.sql`update staff_chat set disconnected_at = ${NOON}`;
    await group.tellsNew();
    expect(await listChats(database.db)).toEqual([]);
  });
});
