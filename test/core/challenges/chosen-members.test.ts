// Who is chosen, who only is compared with, and what there is of a privilege for how many.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerInvitation } from '#src/core/challenges/answer-invitation.ts';
import { correctProgress } from '#src/core/challenges/correct-progress.ts';
import { readChallenge } from '#src/core/challenges/read-challenge.ts';
import { listOwnChallenges } from '#src/core/challenges/read-own-challenges.ts';
import { countSides } from '#src/core/challenges/read-statistics.ts';
import { tellChallenges } from '#src/core/challenges/tell-challenges.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { exportMember } from '#src/core/members/export-member.ts';
import { shareOf } from '#src/core/segments/share-of.ts';
import { transaction } from '#src/db/client.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { ACTOR, aChallenge, buys, inDays, points, returns, START, work } from './some-challenges.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));
// Everybody is chosen: what earlier tests have begun is over, and their people are gone.
beforeEach(async () => {
  await database.sql`update challenge set status = 'ended', launched_at = null`;
  await database.sql`update member set status = 'erased'`;
});

const VISITS = { goal: { kind: 'count', of: 'receipts' } };
const people = async (count: number, fields: Parameters<typeof aMember>[1] = {}) =>
  await Promise.all(Array.from({ length: count }, async () => (await aMember(database.db, fields)).memberId));
const balanceOf = async (memberId: MemberId, at: Date) =>
  (await readBalance(database.db, memberId, at)).balance;
const answer = (memberId: MemberId, challengeId: ChallengeId, yes: boolean, at: Date) =>
  transaction(database.db, (tx) =>
    answerInvitation(tx, { memberId, challengeId, answer: yes ? 'yes' : 'notNow', at }),
  );

describe('the control group', () => {
  it('sees nothing, cannot join, is given nothing, and is what the others are compared with', async () => {
    const members = await people(40, { marketingConsent: true });
    const challengeId = await aChallenge(database.db, {
      content: { ...VISITS, joins: 'asked', controlPercent: 50, stages: [points(1, 10)] },
    });
    await work(database, START);
    const isControl = (memberId: MemberId) => shareOf(memberId, `challenge:${challengeId}`) < 5_000;
    const control = members.filter(isControl);
    const others = members.filter((memberId) => !isControl(memberId));
    expect(control.length).toBeGreaterThan(5);
    for (const memberId of control) {
      expect(await listOwnChallenges(database.db, { memberId, at: START })).toEqual([]);
      await expect(answer(memberId, challengeId, true, START)).rejects.toMatchObject({
        code: 'challenge_not_found',
      });
      await buys(database.db, { memberId, at: inDays(1) });
    }
    for (const memberId of others) {
      await answer(memberId, challengeId, true, START);
      await buys(database.db, { memberId, at: inDays(1) });
    }
    await work(database, inDays(1));
    expect(await Promise.all(control.map((memberId) => balanceOf(memberId, inDays(1))))).toEqual(
      control.map(() => 0n),
    );
    expect(await Promise.all(others.map((memberId) => balanceOf(memberId, inDays(1))))).toEqual(
      others.map(() => 10n),
    );
    await transaction(database.db, (tx) => tellChallenges(tx, inDays(1)));
    const told = await database.sql<{ member_id: MemberId }[]>`
      select member_id from event where kind like 'challenge.%' and data->>'challengeId' = ${challengeId}`;
    expect(told.filter((row) => isControl(row.member_id))).toEqual([]);
    const challenge = await readChallenge(database.db, challengeId);
    const sides = await countSides(database.db, { ...challenge, until: inDays(2) });
    expect(sides.find((side) => side.control)).toMatchObject({
      people: expect.any(Number),
      buyers: control.length,
      netMinor: control.length * 100_00,
    });
  });
});

describe('an invitation', () => {
  it('when it is accepted, then what was bought before counts or not, as was said', async () => {
    const [memberId] = await people(1);
    if (!memberId) throw new Error('nobody');
    const counts = await aChallenge(database.db, {
      content: { ...VISITS, joins: 'asked', stages: [points(2, 10)] },
    });
    const from = await aChallenge(database.db, {
      content: { ...VISITS, joins: 'asked', countsBefore: false, stages: [points(2, 20)] },
    });
    await work(database, START);
    await buys(database.db, { memberId, at: inDays(1) });
    await work(database, inDays(1));
    expect((await answer(memberId, counts, true, inDays(2))).progress).toBe(1);
    expect((await answer(memberId, from, true, inDays(2))).progress).toBe(0);
    await buys(database.db, { memberId, at: inDays(3) });
    await work(database, inDays(3));
    expect(await balanceOf(memberId, inDays(3))).toBe(10n);
  });

  it('when it is accepted while a receipt is being rung up, then that receipt counts, and none that was told before', async () => {
    const [memberId] = await people(1);
    if (!memberId) throw new Error('nobody');
    const challengeId = await aChallenge(database.db, {
      content: { ...VISITS, joins: 'asked', countsBefore: false, stages: [points(1, 20)] },
    });
    const at = inDays(2);
    const minutes = (count: number) => new Date(at.getTime() + count * 60_000);
    await work(database, START);
    await buys(database.db, { memberId, at: minutes(-2), recordedAt: minutes(-1) });
    await work(database, minutes(-1));
    expect((await answer(memberId, challengeId, true, at)).progress).toBe(0);
    await buys(database.db, { memberId, at: minutes(-61), recordedAt: minutes(1) });
    await work(database, minutes(1));
    expect(await balanceOf(memberId, minutes(1))).toBe(0n);
    await buys(database.db, { memberId, at: minutes(-1), recordedAt: minutes(2) });
    await work(database, minutes(2));
    expect(await balanceOf(memberId, minutes(2))).toBe(20n);
  });

  it('when it comes too late or the challenge is paused or over, then it says so, and "not now" can be taken back', async () => {
    const [memberId] = await people(1);
    if (!memberId) throw new Error('nobody');
    const challengeId = await aChallenge(database.db, {
      content: { ...VISITS, joins: 'asked', acceptUntil: inDays(5).toISOString(), stages: [points(2, 10)] },
    });
    await work(database, START);
    expect((await answer(memberId, challengeId, false, inDays(1))).state).toBe('declined');
    await expect(answer(memberId, challengeId, true, inDays(5))).rejects.toMatchObject({
      code: 'challenge_too_late',
    });
    await database.sql`update challenge set status = 'paused' where challenge_id = ${challengeId}`;
    await expect(answer(memberId, challengeId, true, inDays(2))).rejects.toMatchObject({
      code: 'challenge_paused',
    });
    await database.sql`update challenge set status = 'live' where challenge_id = ${challengeId}`;
    expect((await answer(memberId, challengeId, true, inDays(2))).state).toBe('going');
    expect((await answer(memberId, challengeId, false, inDays(3))).state).toBe('going');
    await expect(answer(memberId, 'chl_00000000000000000000', true, START)).rejects.toMatchObject({
      code: 'challenge_not_found',
    });
  });
});

describe('a privilege', () => {
  it('when twelve race for the last five, then five have it, and one that comes back goes to somebody else', async () => {
    const members = await people(12);
    const challengeId = await aChallenge(database.db, { content: { ...VISITS, stages: [points(1, 10, 5)] } });
    await work(database, START);
    const receipts = await Promise.all(
      members.map((memberId) => buys(database.db, { memberId, at: inDays(1) })),
    );
    await Promise.all([work(database, inDays(1)), work(database, inDays(1)), work(database, inDays(1))]);
    await work(database, inDays(1));
    const winners = async () => {
      const sums = await Promise.all(members.map((memberId) => balanceOf(memberId, inDays(9))));
      return members.filter((_, place) => sums[place] === 10n);
    };
    const first = await winners();
    expect(first).toHaveLength(5);
    const back = receipts.find(({ memberId }) => memberId === first[0]);
    if (back) await returns(database.db, back, inDays(2));
    await work(database, inDays(2));
    expect(await winners()).toHaveLength(4);
    const loser = members.find((memberId) => !first.includes(memberId));
    if (loser) await buys(database.db, { memberId: loser, at: inDays(3) });
    await work(database, inDays(3));
    expect(await winners()).toContain(loser);
    expect(await winners()).toHaveLength(5);
    const { stages } = await readChallenge(database.db, challengeId);
    expect(stages[0]?.given).toBe(5);
  });

  it('when the budget is for three, then a fourth is told that nothing is left', async () => {
    const members = await people(4);
    const challengeId = await aChallenge(database.db, {
      content: { ...VISITS, stages: [points(1, 30)] },
      budget: 100n,
    });
    await work(database, START);
    for (const memberId of members) await buys(database.db, { memberId, at: inDays(1) });
    await work(database, inDays(1));
    const sums = await Promise.all(members.map((memberId) => balanceOf(memberId, inDays(1))));
    expect(sums.filter((sum) => sum === 30n)).toHaveLength(3);
    const [missed] = await database.sql`
      select count(*)::integer as told from event where kind = 'challenge.missed' and data->>'challengeId' = ${challengeId}`;
    expect(missed?.told).toBe(1);
    expect((await readChallenge(database.db, challengeId)).spent).toBe(90n);
  });

  it('when it waits for the days of returns and goods come back within them, then it never comes', async () => {
    const [memberId] = await people(1);
    if (!memberId) throw new Error('nobody');
    await aChallenge(database.db, { content: { ...VISITS, delayDays: 14, stages: [points(1, 10)] } });
    await work(database, START);
    const receipt = await buys(database.db, { memberId, at: inDays(1) });
    await work(database, inDays(1));
    await returns(database.db, receipt, inDays(10));
    await work(database, inDays(10));
    await work(database, inDays(16));
    expect(await balanceOf(memberId, inDays(16))).toBe(0n);
    await buys(database.db, { memberId, at: inDays(16) });
    await work(database, inDays(16));
    await work(database, inDays(29));
    expect(await balanceOf(memberId, inDays(29))).toBe(0n);
    await work(database, inDays(31));
    expect(await balanceOf(memberId, inDays(31))).toBe(10n);
  });

  it('when it begins anew every week and comes twice at most, then the third week brings nothing', async () => {
    const [memberId] = await people(1);
    if (!memberId) throw new Error('nobody');
    await aChallenge(database.db, {
      content: { ...VISITS, recurs: { every: 'week', days: null, times: 2 }, stages: [points(1, 10)] },
      endsAt: null,
    });
    await work(database, START);
    for (const days of [1, 2, 8, 15]) {
      await buys(database.db, { memberId, at: inDays(days) });
      await work(database, inDays(days));
    }
    expect(await balanceOf(memberId, inDays(20))).toBe(20n);
  });
});

describe('members', () => {
  it('when two become one, then what both have bought counts together and what both were given stays', async () => {
    const [from, into] = await people(2);
    if (!from || !into) throw new Error('nobody');
    await aChallenge(database.db, { content: { ...VISITS, stages: [points(1, 10), points(4, 100)] } });
    await work(database, START);
    for (const memberId of [from, into, from, into]) {
      await buys(database.db, { memberId, at: inDays(1) });
      await work(database, inDays(1));
    }
    const merged = {
      from,
      into,
      actor: ACTOR,
      note: 'одна людина',
      requestKey: `merge-${from}`,
      at: inDays(2),
    };
    await transaction(database.db, (tx) => mergeMembers(tx, merged as Parameters<typeof mergeMembers>[1]));
    await work(database, inDays(2));
    expect(await balanceOf(into, inDays(2))).toBe(120n);
  });

  it('when staff put progress right, then it is done once, with its reason, and its stage is given and taken', async () => {
    const [memberId] = await people(1);
    if (!memberId) throw new Error('nobody');
    const challengeId = await aChallenge(database.db, { content: { ...VISITS, stages: [points(2, 10)] } });
    await work(database, START);
    await buys(database.db, { memberId, at: inDays(1) });
    await work(database, inDays(1));
    const correct = (by: number, requestKey: string) =>
      transaction(database.db, (tx) =>
        correctProgress(tx, {
          challengeId,
          memberId,
          by,
          reason: 'загублений чек',
          requestKey,
          actor: ACTOR,
          at: inDays(2),
        }),
      );
    await correct(1, 'key-one-1');
    await correct(1, 'key-one-1');
    await work(database, inDays(2));
    expect(await balanceOf(memberId, inDays(2))).toBe(10n);
    await correct(-1, 'key-two-2');
    await work(database, inDays(2));
    expect(await balanceOf(memberId, inDays(2))).toBe(0n);
    const moves = await database.sql`
      select because, progress_after::integer as after, reason, moved_by from challenge_move where member_id = ${memberId} order by move_id`;
    expect(moves.slice(-2)).toMatchObject([
      { because: 'correction', after: 2, reason: 'загублений чек', moved_by: ACTOR },
      { because: 'correction', after: 1 },
    ]);
    await expect(correct(0, 'key-three')).rejects.toMatchObject({ code: 'invalid_input' });

    expect((await exportMember(database.db, memberId)).challenges).toMatchObject([
      {
        challenge: { uk: 'Кава п’ять разів' },
        status: 'accepted',
        periods: [{ period: 1, counted: 1, corrected: 0 }],
        privileges: [{ stage: 1, status: 'taken_back' }],
        moves: [{ because: 'receipt' }, { reason: 'загублений чек' }, { reason: 'загублений чек' }],
      },
    ]);
    await transaction(database.db, (tx) => eraseMember(tx, memberId, inDays(3)));
    const kept = await database.sql`
      select reason as text from challenge_move where member_id = ${memberId}
      union all select detail::text from audit_log where subject = ${memberId}`;
    expect(JSON.stringify(kept)).not.toContain('загублений');
  });
});
