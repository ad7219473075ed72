// What happens outside of a quest: purchases, returns, friends, registrations, and people who turn out to be one.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Happened } from '#src/core/events/happened.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { followQuests } from '#src/core/quests/counting/follow-quests.ts';
import { tellCounted } from '#src/core/quests/counting/tell-counted.ts';
import { findPlayer } from '#src/core/quests/find-player.ts';
import { findQuestWork } from '#src/core/quests/find-quest-work.ts';
import type { Player } from '#src/core/quests/player.ts';
import { closeQuests, endDueQuests } from '#src/core/quests/prizes/end-quest.ts';
import { tellWins } from '#src/core/quests/prizes/tell-wins.ts';
import { readQuestView } from '#src/core/quests/read-quest-view.ts';
import { settleTask } from '#src/core/quests/settle-task.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { transaction } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import { type IdentityId, type MemberId, newId, type QuestId } from '#src/lib/id.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aMember, anIdentity, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const happens = (memberId: MemberId, happened: Happened, at = later(10)) =>
  transaction(database.db, (tx) => recordEvent(tx, { memberId, happened, at }));
const follow = async (at = later(20)) => {
  await eventsSettled(database.sql);
  if (!(await findQuestWork(database.sql))?.news) return { seen: 0, counted: [] };
  return await transaction(database.db, (tx) => followQuests(tx, { at, limit: 100 }));
};
const player = async (questId: QuestId, who: { memberId: MemberId | null; identityId: IdentityId }) =>
  await findPlayer(database.db, { questId, ...who });
const progress = async ({ playerId }: Player) =>
  (await readQuestView(database.db, { playerId, at: later(30) })).tasks.map(({ state, counted, points }) => ({
    state,
    counted,
    points,
  }));
const answer = ({ playerId }: Player, taskNo: number, text = 'Київ', at = later(1)) =>
  transaction(database.db, (tx) =>
    answerTask(tx, {
      playerId,
      taskNo,
      given: { kind: 'text', text },
      key: `k:${playerId}:${taskNo}:${text}`,
      at,
    }),
  );
/** Of each player of the quest: that score and tasks are what attempts, corrections and progress make them. */
async function recounted(questId: QuestId) {
  return await database.sql`
    select p.score, p.done::integer,
      (select coalesce(sum(points), 0)::integer from quest_attempt a where a.player_id = p.player_id) as attempts,
      (select coalesce(sum(points), 0)::integer from quest_progress g where g.player_id = p.player_id) as tasks,
      (select count(*)::integer from quest_progress g where g.player_id = p.player_id and state = 'done') as done_tasks
    from quest_player p where quest_id = ${questId} order by player_id`;
}
const sums = (score: number, done: number) => ({
  score,
  done,
  attempts: score,
  tasks: score,
  done_tasks: done,
});

/** A receipt of one line, as it lies in the books. */
async function buys(
  memberId: MemberId,
  amountMinor: number,
  at = later(5),
  recordedAt = at,
): Promise<string> {
  const receiptId = newId('rcp');
  const { sql } = database;
  await sql`insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt,
      balance_after, accepted_by, occurred_at, recorded_at)
    values (${memberId}, ${receiptId}, ${STORE}, ${receiptId}, '1', ${amountMinor}, 0, 0, 0, 'stf_1', ${at}, ${recordedAt})`;
  await sql`insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, quantity_milli, price_minor,
      amount_minor) values (${memberId}, ${receiptId}, 1, 'milk', 'Молоко', 'dairy', 2000, ${amountMinor / 2}, ${amountMinor})`;
  const data = { receiptId, storeId: STORE, number: '1', amountMinor, earned: 0, burnt: 0, balance: 0 };
  await happens(memberId, { kind: 'receipt.accepted', data });
  return receiptId;
}
async function bringsBack(memberId: MemberId, receiptId: string, milli: number) {
  const returnId = newId('ret');
  const { sql } = database;
  await sql`update receipt_line set returned_milli = ${milli} where receipt_id = ${receiptId}`;
  await sql`update receipt set state = ${milli === 2000 ? 'returned' : 'partly_returned'},
    returned_minor = amount_minor * ${milli} / 2000 where receipt_id = ${receiptId}`;
  const data = { receiptId, returnId, storeId: STORE, amountMinor: 0, takenBack: 0, givenBack: 0, owed: 0 };
  await happens(memberId, { kind: 'receipt.returned', data });
}

describe('a purchase task', () => {
  const where = { field: 'receipt.amount', is: 'atLeast', value: 100_00 } as const;
  const ask: TaskAsk = { type: 'purchase', where, count: 2 };

  it('when enough receipts like it have come, then it is done, and a return takes it back as long as the quest runs', async () => {
    const questId = await aQuest(database.db, { tasks: [{ ask }, {}] });
    const { memberId } = await aMember(database.db);
    const one = await aPlayer(database.db, questId, { memberId });
    await buys(memberId, 500_00, later(-60_000));
    await buys(memberId, 99_00);
    const first = await buys(memberId, 150_00);
    await follow();
    expect(await progress(one)).toMatchObject([{ state: 'shown', counted: 1 }, { state: 'new' }]);
    await buys(memberId, 100_00);
    const { counted } = await follow();
    expect(counted).toMatchObject([{ playerId: one.playerId, outcome: 'right', answered: { points: 10 } }]);
    expect((await follow()).counted).toEqual([]);
    expect(await recounted(questId)).toEqual([sums(10, 1)]);

    // A half of 150,00 is less than what is asked for.
    await bringsBack(memberId, first, 1000);
    expect((await follow()).counted).toMatchObject([{ outcome: 'withdrawn', answered: { points: -10 } }]);
    expect(await progress(one)).toMatchObject([{ state: 'shown', counted: 1 }, {}]);
    const last = await buys(memberId, 100_00);
    await follow();
    expect(await recounted(questId)).toEqual([sums(10, 1)]);

    await database.sql`update quest set status = 'ended' where quest_id = ${questId}`;
    await bringsBack(memberId, last, 2000);
    await follow();
    expect(await recounted(questId)).toEqual([sums(10, 1)]);
  });

  it('when it is joined while a receipt is being rung up, then that receipt counts, and none that was told before', async () => {
    const questId = await aQuest(database.db, { tasks: [{ ask }, {}] });
    const { memberId } = await aMember(database.db);
    const minutes = (count: number) => later(count * 60_000);
    await buys(memberId, 100_00, minutes(-2), minutes(-1));
    const one = await aPlayer(database.db, questId, { memberId });
    await buys(memberId, 100_00, minutes(-61), minutes(1));
    await follow();
    expect(await progress(one)).toMatchObject([{ state: 'new' }, {}]);
    await buys(memberId, 100_00, later(-25_000), minutes(1));
    await follow();
    expect(await progress(one)).toMatchObject([{ counted: 1 }, {}]);
    // A till whose clock is some minutes slow.
    await buys(memberId, 100_00, minutes(-5), minutes(2));
    await follow();
    expect(await progress(one)).toMatchObject([{ state: 'done' }, {}]);
  });

  it('when a receipt is told soon after the end, then it counts until the places are given, and nothing is taken back', async () => {
    const endsAt = later(0);
    const prizes = [
      { prize: { kind: 'points', points: 5 }, goesTo: 'top', stock: 1, qualifies: {} },
    ] as const;
    const questId = await aQuest(database.db, {
      tasks: [{ ask: { ...ask, count: 1 } }, { ask: { ...ask, count: 2 } }],
      prizes: [...prizes],
      fields: { endsAt },
    });
    const { memberId } = await aMember(database.db);
    const one = await aPlayer(database.db, questId, { memberId, at: later(-600_000) });
    const ends = async (seconds: number) => {
      await transaction(database.db, (tx) => endDueQuests(tx, later(seconds * 1_000)));
      await transaction(database.db, (tx) => closeQuests(tx, later(seconds * 1_000)));
    };
    await ends(1);
    const first = await buys(memberId, 100_00, later(-60_000), later(60_000));
    await buys(memberId, 100_00, later(1), later(60_000));
    const { counted } = await follow(later(60_000));
    expect(counted).toMatchObject([{ playerId: one.playerId, outcome: 'right' }]);
    await transaction(database.db, (tx) => tellCounted(tx, counted, later(60_000)));
    expect(await progress(one)).toMatchObject([{ state: 'done' }, { state: 'shown', counted: 1 }]);
    await bringsBack(memberId, first, 2000);
    expect((await follow(later(70_000))).counted).toEqual([]);
    expect(await recounted(questId)).toEqual([sums(10, 1)]);

    await ends(120);
    expect(await database.sql`select from quest_win where quest_id = ${questId}`).toHaveLength(0);
    await ends(301);
    expect(await database.sql`select from quest_win where quest_id = ${questId}`).toHaveLength(1);
    for (const at of [later(-40_000), later(-30_000)]) await buys(memberId, 100_00, at, later(310_000));
    expect((await follow(later(310_000))).counted).toEqual([]);
    expect(await recounted(questId)).toEqual([sums(10, 1)]);
  });

  it('when staff have given it, then receipts that are not enough take nothing away', async () => {
    const questId = await aQuest(database.db, { tasks: [{ ask }, {}] });
    const { memberId } = await aMember(database.db);
    const one = await aPlayer(database.db, questId, { memberId });
    await transaction(database.db, (tx) =>
      settleTask(tx, {
        playerId: one.playerId,
        taskNo: 1,
        key: 'staff:1',
        given: { kind: 'pressed' },
        verdict: 'right',
        by: 'stf_1',
        at: later(1),
      }),
    );
    const receipt = await buys(memberId, 150_00);
    await follow();
    await bringsBack(memberId, receipt, 2000);
    expect((await follow()).counted).toEqual([]);
    expect(await recounted(questId)).toEqual([sums(10, 1)]);
  });

  it('when goods come back before the prize is given, then the prize goes with them, and can be won anew', async () => {
    const prize = { kind: 'points', points: 50 } as const;
    const questId = await aQuest(database.db, {
      tasks: [{ ask: { type: 'purchase', where: null, count: 1 } }],
      prizes: [
        { prize, goesTo: 'first', stock: 1, delayDays: 14 },
        { prize, goesTo: 'everyone', qualifies: { score: 0 } },
      ],
    });
    const { memberId } = await aMember(database.db);
    await aPlayer(database.db, questId, { memberId });
    const wins = async () => {
      const rows = await database.sql`select prize_no from quest_win
        where quest_id = ${questId} order by prize_no`;
      return rows.map(({ prize_no }) => prize_no);
    };
    const given = async () => {
      const [row] =
        await database.sql`select given from quest_prize where quest_id = ${questId} and prize_no = 1`;
      return row?.given;
    };
    const receipt = await buys(memberId, 150_00);
    await follow();
    expect([await wins(), await given()]).toEqual([[1, 2], 1]);
    await bringsBack(memberId, receipt, 2000);
    await follow();
    expect([await wins(), await given()]).toEqual([[2], 0]);
    await buys(memberId, 150_00);
    await follow();
    expect([await wins(), await given()]).toEqual([[1, 2], 1]);
  });
});

describe('a friend', () => {
  it('when as many have come by the link as are asked for, then the task is done', async () => {
    const questId = await aQuest(database.db, { tasks: [{ ask: { type: 'friend', count: 2 } }, {}] });
    const { memberId } = await aMember(database.db);
    await aPlayer(database.db, questId, { memberId });
    for (const at of [later(-1), later(3), later(4)]) {
      const { memberId: friendId } = await aMember(database.db);
      await transaction(database.db, (tx) =>
        tx.insert(friendship).values({ memberId: friendId, inviterId: memberId, joinedAt: at }),
      );
      expect(await recounted(questId)).toEqual([sums(0, 0)]);
      await happens(memberId, { kind: 'friend.joined', data: { friendId } });
      await follow();
    }
    expect(await recounted(questId)).toEqual([sums(10, 1)]);
  });
});

describe('a guest', () => {
  it('when they become a member, then what they have played is theirs, and having registered is done', async () => {
    const questId = await aQuest(database.db, { tasks: [{}, { ask: { type: 'register' } }] });
    const guest = await aPlayer(database.db, questId);
    await answer(guest, 1);
    const { memberId } = await aMember(database.db);
    const { identityId } = guest;
    await happens(memberId, { kind: 'member.registered', data: { identityId, welcomePoints: '0' } });
    expect((await follow()).counted).toMatchObject([{ playerId: guest.playerId, answered: { points: 10 } }]);
    expect(await player(questId, { memberId, identityId })).toMatchObject({
      playerId: guest.playerId,
      memberId,
      score: 20,
      unpaidBecause: null,
    });
    expect(await recounted(questId)).toEqual([sums(20, 2)]);
  });

  it('when the member plays the quest already, then the two become one: each task once, the better one', async () => {
    const hint = { hint: 'Столиця', hintPrice: 4 };
    const questId = await aQuest(database.db, { tasks: [hint, {}, {}, { mostAttempts: 1 }] });
    const { memberId } = await aMember(database.db);
    const own = await aPlayer(database.db, questId, { memberId });
    const guest = await aPlayer(database.db, questId, { at: later(-1_000) });
    // Done by both, with a hint in one of them; by either alone; lost by one and done by the other.
    await database.sql`insert into quest_progress (player_id, task_no, shown_at, hinted)
      values (${own.playerId}, 1, ${NOON}, true)`;
    await answer(own, 1);
    await answer(guest, 1);
    await answer(guest, 2);
    await answer(own, 3);
    await answer(own, 4, 'Львів');
    await answer(guest, 4);
    const data = { identityId: guest.identityId, known: [own.identityId], burnAllowedFrom: null };
    await happens(memberId, { kind: 'identity.linked', data });
    await follow();
    expect(await recounted(questId)).toEqual([sums(40, 4)]);
    expect(await player(questId, { memberId, identityId: guest.identityId })).toMatchObject({
      playerId: own.playerId,
      joinedAt: later(-1_000),
      finishedAt: later(20),
    });
    const attempts = await database.sql`select count(*)::integer as count from quest_attempt
      where player_id = ${own.playerId}`;
    // Three of each, and the one that takes the worse one back.
    expect(attempts).toEqual([{ count: 7 }]);
  });
});

it('when two who become one have enough for a prize only together, then it is won at once, and told', async () => {
  const prizes = [
    { prize: { kind: 'points', points: 5 }, qualifies: { tasks: 3 } },
    { prize: { kind: 'points', points: 5 }, qualifies: { tasks: 1 } },
    { prize: { kind: 'points', points: 5 }, qualifies: { tasks: 4 } },
  ] as const;
  const questId = await aQuest(database.db, { tasks: [{}, {}, {}, {}], prizes: [...prizes] });
  const { memberId } = await aMember(database.db);
  const own = await aPlayer(database.db, questId, { memberId });
  const guest = await aPlayer(database.db, questId);
  await answer(own, 1);
  await answer(own, 2);
  await answer(guest, 3);
  const data = { identityId: guest.identityId, known: [own.identityId], burnAllowedFrom: null };
  await happens(memberId, { kind: 'identity.linked', data });
  await follow();
  const wins = await database.sql`
    select prize_no, player_id, told_at is null as untold from quest_win where quest_id = ${questId} order by prize_no`;
  expect([...wins]).toEqual([
    { prize_no: 1, player_id: own.playerId, untold: true },
    { prize_no: 2, player_id: own.playerId, untold: false },
  ]);
  await transaction(database.db, (tx) => tellWins(tx, later(30)));
  const told = await database.sql`
    select count(*)::integer as count from delivery where prompt->>'text' like '%Приз 1%'
      and identity_id in (${guest.identityId}, ${own.identityId})`;
  expect(told[0]?.count).toBe(1);
});

describe('members', () => {
  it('when one becomes part of another, then so do their players', async () => {
    const questId = await aQuest(database.db, { tasks: [{}, {}] });
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    const one = await aPlayer(database.db, questId, { memberId: from.memberId });
    const other = await aPlayer(database.db, questId, { memberId: into.memberId });
    await answer(one, 1);
    await answer(other, 1);
    await answer(one, 2);
    await transaction(database.db, (tx) =>
      absorbMember(tx, { from: from.memberId, into: into.memberId, at: later(10) }),
    );
    await follow();
    expect(await recounted(questId)).toEqual([sums(20, 2)]);
    expect(await player(questId, { memberId: into.memberId, identityId: one.identityId })).toMatchObject({
      playerId: other.playerId,
    });
  });

  it('when they are two again, then a player that has not become another is whose chat it was played in', async () => {
    const questId = await aQuest(database.db);
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    const identityId = await anIdentity(database.db, { memberId: from.memberId });
    const one = await aPlayer(database.db, questId, { memberId: from.memberId, identityId });
    await happens(into.memberId, { kind: 'member.merged', data: { from: from.memberId } });
    await follow();
    expect(await player(questId, { memberId: into.memberId, identityId })).toMatchObject({
      playerId: one.playerId,
      memberId: into.memberId,
    });
    await happens(into.memberId, { kind: 'member.parted', data: { from: from.memberId } });
    await follow();
    expect(await player(questId, { memberId: from.memberId, identityId })).toMatchObject({
      memberId: from.memberId,
    });
  });
});
