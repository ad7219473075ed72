// A gift of a rule that no receipt asks: the member is told, has a code, and is handed it once.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { Refusal } from '#src/core/refusal.ts';
import { listOrdersOf } from '#src/core/rewards/find-order.ts';
import { giveOrderBack } from '#src/core/rewards/give-order-back.ts';
import { giveRuleGift } from '#src/core/rewards/give-rule-gift.ts';
import { listRewards } from '#src/core/rewards/read-reward.ts';
import { handOverOrder } from '#src/core/rewards/serve-order.ts';
import { expireOrders } from '#src/core/rewards/watch-orders.ts';
import { showReward } from '#src/core/rewards/write-reward.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { triggeredRules } from '#test/support/triggered-rules.ts';

const database = useDatabase();
const { publish, change, happens, follow, sweep, told } = triggeredRules(database);
const actor = 'stf_00000000000000000001';
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);
const cup = { kind: 'gift', name: { uk: 'Горнятко', en: 'Cup' } };
const installed = (key: string) => ({ kind: 'member.event', data: { name: 'app.installed', key } }) as const;

beforeAll(() => aShop(database.db));

const ordersOf = async (memberId: MemberId) =>
  (await listOrdersOf(database.db, memberId, 10)).map(({ order, reward }) => ({
    ...order,
    names: reward.names,
  }));
const namesOf = async (memberId: MemberId) =>
  (await ordersOf(memberId)).map(({ names }) => names.uk ?? '').sort((a, b) => a.localeCompare(b, 'uk'));
let phones = 0;
async function reachable(): Promise<MemberId> {
  const { memberId } = await aMember(database.db, { phone: `+38067${1_230_000 + ++phones}` });
  await anIdentity(database.db, { memberId });
  return memberId;
}

describe('a gift after a registration', () => {
  it('when it is given, then the chat tells the code, the till hands it over once, and the books are right', async () => {
    const ruleId = await publish({ trigger: { on: 'registration' }, effects: [cup] });
    const memberId = await reachable();
    const registered = {
      kind: 'member.registered',
      data: { identityId: 'idn_1', welcomePoints: '0' },
    } as const;
    await happens(memberId, registered);
    await happens(memberId, registered);
    await follow();
    await follow();
    const [order, ...others] = await ordersOf(memberId);
    expect(others).toEqual([]);
    if (!order) throw new Error('no gift was given');
    expect(order).toMatchObject({ names: cup.name, status: 'ready', price: 0n });
    const code = `${order.code.slice(0, 3)}-${order.code.slice(3)}`;
    expect(await told(memberId)).toEqual([
      `🎁 Вам подарунок: «Горнятко».\nКод: <code>${code}</code>\nДе: будь-який наш магазин, до 1 квітня.`,
    ]);
    const handOver = (storeId: typeof STORE | null) =>
      transaction(database.db, (tx) =>
        handOverOrder(tx, { orderId: order.orderId, storeId, actor, at: days(1) }),
      );
    expect((await handOver(STORE)).order.status).toBe('handed_over');
    await expect(handOver(null)).rejects.toThrow(Refusal);
    expect(await told(memberId)).toEqual(['✅ Видано: «Горнятко» · Хрещатик 12.']);
    expect((await auditLedger(database.db)).findings).toEqual([]);
    await change(ruleId);
  });

  it('when it is not fetched, then it is called a gift, and stands in no catalogue', async () => {
    const ruleId = await publish({ trigger: { on: 'event', name: 'app.installed' }, effects: [cup] });
    const memberId = await reachable();
    await happens(memberId, installed('late'));
    await follow();
    await told(memberId);
    await transaction(database.db, (tx) => expireOrders(tx, days(40), 100));
    expect(await told(memberId, days(40))).toEqual(['Подарунок «Горнятко» не забрали вчасно.']);
    expect(await listRewards(database.db)).toEqual([]);
    const [order] = await ordersOf(memberId);
    if (!order) throw new Error('no gift was given');
    const shown = { rewardId: order.rewardId, shown: true, actor, at: NOON };
    await expect(transaction(database.db, (tx) => showReward(tx, shown))).rejects.toThrow('reward_not_found');
    await change(ruleId);
  });
});

describe('each of the others', () => {
  it('when its time has come, then the gift is there once', async () => {
    const rules = await Promise.all([
      publish({ trigger: { on: 'tier' }, effects: [cup] }),
      publish({
        trigger: { on: 'birthday', daysBefore: 0 },
        effects: [{ kind: 'gift', name: { uk: 'Торт' } }],
      }),
      publish({ trigger: { on: 'daily' }, effects: [{ kind: 'gift', name: { uk: 'Газета' } }] }),
    ]);
    const { memberId } = await aMember(database.db, { tierKey: 'gold' });
    await database.sql`update member set birthday = '1990-03-02' where member_id = ${memberId}`;
    await happens(memberId, { kind: 'tier.changed', data: { from: 'silver', to: 'gold' } });
    await follow();
    while (await sweep(NOON, 3));
    await sweep(NOON, 3);
    expect(await namesOf(memberId)).toEqual(['Газета', 'Горнятко', 'Торт']);
    for (const ruleId of rules) await change(ruleId);
  });
});

describe('its bounds', () => {
  it('when others are being given it, or give it back, then nobody waits for them', async () => {
    const ruleId = await publish({ trigger: { on: 'event', name: 'app.installed' }, effects: [cup] });
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => aMember(database.db)));
    if (!first || !second || !third) throw new Error('three were made');
    const giveTo = (tx: Tx, memberId: MemberId) =>
      giveRuleGift(tx, { memberId, ruleId, names: cup.name, key: `gift-of:${memberId}`, at: NOON });
    await transaction(database.db, (tx) => giveTo(tx, first.memberId));
    const [order] = await ordersOf(first.memberId);
    if (!order) throw new Error('no gift was given');
    await transaction(database.db, async (tx) => {
      await giveTo(tx, second.memberId);
      await giveOrderBack(tx, order, { status: 'cancelled', by: actor, at: NOON });
      await transaction(database.db, async (beside) => {
        await beside.execute(sql`set local lock_timeout = 500`);
        await giveTo(beside, third.memberId);
      });
    });
    expect(await ordersOf(first.memberId)).toMatchObject([{ status: 'cancelled' }]);
    for (const { memberId } of [second, third]) expect(await namesOf(memberId)).toEqual(['Горнятко']);
    await change(ruleId);
  });

  it('when it has two gifts and gives to a member once, then another event brings none', async () => {
    const ruleId = await publish({
      trigger: { on: 'event', name: 'app.installed' },
      effects: [cup, { kind: 'gift', name: { uk: 'Наліпка' } }],
      limits: { perMember: 1, perMemberDay: null },
    });
    const { memberId } = await aMember(database.db);
    await happens(memberId, installed('one'));
    await happens(memberId, installed('two'));
    await follow();
    expect(await namesOf(memberId)).toEqual(['Горнятко', 'Наліпка']);
    await change(ruleId);
  });

  it('when its budget is spent, then the next one gets neither points nor gift', async () => {
    const ruleId = await publish({
      trigger: { on: 'event', name: 'app.installed' },
      effects: [{ kind: 'fixed', currency: 'points', points: 30 }, cup],
      budget: 30,
    });
    const [first, second] = [await aMember(database.db), await aMember(database.db)];
    await happens(first.memberId, installed('one'));
    await happens(second.memberId, installed('one'));
    await follow();
    expect([(await ordersOf(first.memberId)).length, (await ordersOf(second.memberId)).length]).toEqual([
      1, 0,
    ]);
    await change(ruleId);
  });
});
