import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { givePrize, type PrizeReason } from '#src/core/prizes/give-prize.ts';
import { listBadges } from '#src/core/prizes/list-badges.ts';
import type { Prize } from '#src/core/prizes/prize.ts';
import { takePrizeBack } from '#src/core/prizes/take-prize-back.ts';
import { readOrder } from '#src/core/rewards/find-order.ts';
import { readReward } from '#src/core/rewards/read-reward.ts';
import { handOverOrder } from '#src/core/rewards/serve-order.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, OrderId } from '#src/lib/id.ts';
import { aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { aReward } from '../rewards/a-reward.ts';

const database = useDatabase();
const reason: PrizeReason = { kind: 'challenge', id: 'chl_1', titles: { uk: 'Сніданки', en: 'Breakfasts' } };
const later = new Date(NOON.getTime() + 3_600_000);

beforeAll(() => aShop(database.db));

const give = (memberId: MemberId, prize: Prize, key = 'win:1', at = NOON) =>
  transaction(database.db, (tx) => givePrize(tx, { memberId, prize, key, reason, at }));
const takeBack = (memberId: MemberId, prize: Prize, givenAs: string, key = 'win:1') =>
  transaction(database.db, (tx) =>
    takePrizeBack(tx, { memberId, prize, key, reason, givenAs, by: 'system', at: later }),
  );
const has = async (memberId: MemberId) => (await readBalance(database.db, memberId, later)).balance;

describe('points', () => {
  const prize: Prize = { kind: 'points', points: 500 };

  it('when they are given twice, then they come once, with the words of what they were won in', async () => {
    const { memberId } = await aMember(database.db);
    const first = await give(memberId, prize);
    expect(await give(memberId, prize, 'win:1', later)).toBe(first);
    expect(await has(memberId)).toBe(500n);
    const [row] = await database.sql`select kind, reason from transfer where transfer_id = ${first}`;
    expect(row).toEqual({
      kind: 'challenge',
      reason: { challenge: 'chl_1', titles: reason.titles, prize: true },
    });
  });

  it('when they are taken back after some were spent, then what is missing is owed, once, and the books are right', async () => {
    const { memberId } = await aMember(database.db);
    const givenAs = await give(memberId, prize);
    await transaction(database.db, (tx) =>
      postTransfer(tx, {
        memberId,
        kind: 'burn',
        amount: -300n,
        account: 'burnt',
        key: 'spent',
        occurredAt: NOON,
        recordedAt: NOON,
      }),
    );
    expect(await takeBack(memberId, prize, givenAs)).toBe('taken');
    expect(await takeBack(memberId, prize, givenAs)).toBe('taken');
    const [account] = await database.sql`select balance, owed from account where member_id = ${memberId}`;
    expect(account).toEqual({ balance: -300n, owed: 300n });
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});

describe('a coupon', () => {
  it('when it is given, then nobody is told by the offer, and unused it can be taken back', async () => {
    const { memberId } = await aMember(database.db);
    const prize: Prize = {
      kind: 'coupon',
      offerId: await anOffer(database.db, { reach: 'personal', stock: 1 }),
    };
    const givenAs = await give(memberId, prize);
    expect(await give(memberId, prize)).toBe(givenAs);
    const [row] = await database.sql`select to_tell, status from coupon where coupon_id = ${givenAs}`;
    expect(row).toEqual({ to_tell: false, status: 'taken' });
    await expect(give((await aMember(database.db)).memberId, prize)).rejects.toMatchObject({
      code: 'offer_gone',
    });
    expect(await takeBack(memberId, prize, givenAs)).toBe('taken');
    const [after] = await database.sql`select status from coupon where coupon_id = ${givenAs}`;
    expect(after?.status).toBe('withdrawn');
  });
});

describe('a gift', () => {
  it('when it is given, then it is an order for nothing with a code, also of a reward that nobody sees in the catalogue', async () => {
    const { memberId } = await aMember(database.db);
    const reward = await aReward(database.db, { shown: false, stock: 1, tierKeys: ['gold'] });
    const prize: Prize = { kind: 'gift', rewardId: reward.rewardId };
    const orderId = (await give(memberId, prize)) as OrderId;
    expect(await give(memberId, prize)).toBe(orderId);
    expect((await readOrder(database.db, orderId)).order).toMatchObject({
      price: 0n,
      status: 'ready',
      undoOpen: false,
    });
    expect((await readReward(database.db, reward.rewardId)).stock).toBe(0);
    const kinds = await database.sql`select kind from event where member_id = ${memberId} order by event_no`;
    expect(kinds.map(({ kind }) => kind)).toEqual(['reward.ordered', 'reward.ready']);
    await expect(give((await aMember(database.db)).memberId, prize)).rejects.toMatchObject({
      code: 'reward_sold_out',
    });
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('when it is taken back, then its piece is on the shelf again; once handed over it stays', async () => {
    const { memberId } = await aMember(database.db);
    const reward = await aReward(database.db, { stock: 2 });
    const prize: Prize = { kind: 'gift', rewardId: reward.rewardId };
    expect(await takeBack(memberId, prize, await give(memberId, prize))).toBe('taken');
    expect((await readReward(database.db, reward.rewardId)).stock).toBe(2);
    const second = (await give(memberId, prize, 'win:2')) as OrderId;
    await transaction(database.db, (tx) =>
      handOverOrder(tx, { orderId: second, storeId: STORE, actor: 'stf_1', at: NOON }),
    );
    expect(await takeBack(memberId, prize, second, 'win:2')).toBe('used');
    expect(await has(memberId)).toBe(0n);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});

it('when a badge is won again, then it is worn once, and taken back it is gone', async () => {
  const { memberId } = await aMember(database.db);
  const prize: Prize = { kind: 'badge', sign: '🦁', titles: { uk: 'Лев', en: 'Lion' } };
  const givenAs = await give(memberId, prize);
  expect(await give(memberId, prize, 'win:2')).toBe(givenAs);
  const worn = () => database.sql`select sign, titles from member_badge where member_id = ${memberId}`;
  expect(await worn()).toEqual([{ sign: '🦁', titles: prize.titles }]);
  await takeBack(memberId, prize, givenAs);
  expect(await worn()).toEqual([]);
});

it('when two who wore badges are one person, then each is listed once, the newest first', async () => {
  const [one, other] = [await aMember(database.db), await aMember(database.db)];
  const lion: Prize = { kind: 'badge', sign: '🦁', titles: { uk: 'Лев' } };
  await give(one.memberId, lion);
  await give(other.memberId, lion, 'win:2', later);
  await give(other.memberId, { kind: 'badge', sign: '🧀', titles: { uk: 'Сир' } }, 'win:3', later);
  await database.sql`update member set absorbed_into = ${one.memberId} where member_id = ${other.memberId}`;
  const worn = await listBadges(database.db, one.memberId);
  expect(worn.map(({ sign, givenAt }) => [sign, givenAt])).toEqual([
    ['🧀', later],
    ['🦁', NOON],
  ]);
});
