// From a receipt to a privilege and back again.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { moveAllPoints } from '#src/core/ledger/move-all-points.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aChallenge, buys, inDays, points, returns, START, work } from './some-challenges.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));
// Everybody is chosen: what an earlier test has begun is over.
beforeEach(() => database.sql`update challenge set status = 'ended', launched_at = null`);

const balanceOf = async (memberId: MemberId, at: Date) =>
  (await readBalance(database.db, memberId, at)).balance;
const gainsOf = (memberId: MemberId, challengeId: string) =>
  database.sql`select period_no, stage_no, status, turn from challenge_gain
    where member_id = ${memberId} and challenge_id = ${challengeId} order by period_no, stage_no`;
const toldTo = async (memberId: MemberId) => {
  const rows = await database.sql<{ kind: string }[]>`
    select kind from event where member_id = ${memberId} and kind like 'challenge.%' order by event_no`;
  return rows.map(({ kind }) => kind.slice('challenge.'.length));
};

describe('a challenge', () => {
  it('when enough was bought, then its stages are given, and taken back with what comes back', async () => {
    const { memberId } = await aMember(database.db);
    const challengeId = await aChallenge(database.db, {
      content: { goal: { kind: 'count', of: 'receipts' }, stages: [points(2, 50), points(3, 100)] },
    });
    await work(database, START);
    await buys(database.db, { memberId, at: inDays(1) });
    await work(database, inDays(1));
    await buys(database.db, { memberId, at: inDays(2) });
    await work(database, inDays(2));
    expect(await balanceOf(memberId, inDays(2))).toBe(50n);
    const third = await buys(database.db, { memberId, at: inDays(3) });
    await work(database, inDays(3));
    expect(await balanceOf(memberId, inDays(3))).toBe(150n);
    await returns(database.db, third, inDays(4));
    await work(database, inDays(4));
    expect(await balanceOf(memberId, inDays(4))).toBe(50n);
    expect(await gainsOf(memberId, challengeId)).toMatchObject([
      { stage_no: 1, status: 'given', turn: 1 },
      { stage_no: 2, status: 'taken_back', turn: 1 },
    ]);
    await buys(database.db, { memberId, at: inDays(5) });
    await work(database, inDays(5));
    expect(await balanceOf(memberId, inDays(5))).toBe(150n);
    expect(await toldTo(memberId)).toEqual([
      'progressed',
      'progressed',
      'given',
      'progressed',
      'given',
      'progressed',
      'taken_back',
      'progressed',
      'given',
    ]);
  });

  it('when two who reached it become one, then what one was given is not given again', async () => {
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    const challengeId = await aChallenge(database.db, {
      content: { goal: { kind: 'count', of: 'receipts' }, stages: [points(2, 50)] },
    });
    await work(database, START);
    for (const { memberId } of [from, into])
      for (const day of [1, 2]) {
        const receipt = await buys(database.db, { memberId, at: inDays(day) });
        await work(database, inDays(day));
        if (day === 2 && memberId === into.memberId) await returns(database.db, receipt, inDays(3));
      }
    await work(database, inDays(3));
    expect(await gainsOf(into.memberId, challengeId)).toMatchObject([{ status: 'taken_back' }]);
    await transaction(database.db, async (tx) => {
      const at = inDays(4);
      await moveAllPoints(tx, { from: from.memberId, to: into.memberId, at, reason: 'one person' });
      await absorbMember(tx, { from: from.memberId, into: into.memberId, at });
    });
    await work(database, inDays(4));
    expect(await gainsOf(into.memberId, challengeId)).toMatchObject([{ status: 'given', turn: 2 }]);
    expect(await balanceOf(into.memberId, inDays(4))).toBe(50n);
  });

  it('when a sum is spent in the right goods, then only these count', async () => {
    const { memberId } = await aMember(database.db);
    await aChallenge(database.db, {
      content: {
        goal: { kind: 'sum' },
        line: { field: 'line.category', is: 'in', value: ['сир'] },
        stages: [points(200_00, 70)],
      },
    });
    const lines = [
      { category: 'сир', amountMinor: 150_00 },
      { category: 'хліб', amountMinor: 90_00 },
    ];
    await buys(database.db, { memberId, at: inDays(1), lines });
    await work(database, inDays(1));
    expect(await balanceOf(memberId, inDays(1))).toBe(0n);
    await buys(database.db, { memberId, at: inDays(2), lines });
    await work(database, inDays(2));
    expect(await balanceOf(memberId, inDays(2))).toBe(70n);
  });
});
