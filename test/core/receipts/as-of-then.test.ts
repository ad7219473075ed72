// Receipts that are told late or claimed: rules see the member of then, and what they bring is told all the same.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { lockStandings } from '#src/core/members/lock-standings.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { recordAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { replayRule } from '#src/core/replays/replay-rule.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { listVersions } from '#src/core/rules/list-versions.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { applyTriggers } from '#src/core/triggers/apply-triggers.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
const daysAgo = (days: number) => new Date(NOON.getTime() - days * 86_400_000);

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  // Each test begins with the base rule alone.
  await database.sql`
    update rule_version set live_from = ${daysAgo(300).toISOString()}, live_until = ${daysAgo(300).toISOString()}
    where published_by = ${actor}`;
});

/** In force for the last two hundred days. */
async function aRule(when: object | null, effects: object[], more: object = {}): Promise<RuleId> {
  const definition = { trigger: { on: 'receipt' }, when, effects, ...more };
  return await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name: 'A rule', definition, actor, at: daysAgo(200) });
    const { changedAt } = await readRule(tx, ruleId);
    await publishRule(tx, { ruleId, changedAt, actor, at: daysAgo(200), resetBudget: false });
    return ruleId;
  });
}
const fixed = (points: number) => [{ kind: 'fixed', currency: 'points', points }];

const sell = (memberId: MemberId, fields: Partial<ReceiptInput> = {}) =>
  receiptDesk({ sql: database.sql, ...fresh(database.db), clock }).accept(aReceipt(fields), { memberId });
async function bring(memberId: MemberId, ...receipts: Partial<ReceiptInput>[]) {
  const brought = receipts.map((fields) => ({ input: aReceipt(fields), member: { memberId } }));
  const outcomes = await acceptLate({ sql: database.sql, ...fresh(database.db), clock }, brought);
  return outcomes.map((each) => ('earned' in each ? each.earned : each));
}
async function claim(memberId: MemberId, fields: Partial<ReceiptInput>) {
  const { known: reader, rules } = fresh(database.db);
  const known = await reader();
  const slip = { receipt: aReceipt(fields), timed: true, at: NOON, known, rules: await rules() };
  return await transaction(database.db, async (tx) => {
    const { claimCode } = await recordAnonymous(tx, slip);
    return await claimReceipt(tx, { claimCode, memberId, at: NOON, known, rules });
  });
}
let returns = 0;
async function giveBack(receiptExternalId: string, what: ReturnedWhat = 'all') {
  const known = await fresh(database.db).known();
  const back = { storeId: STORE, receiptExternalId, externalId: `gone${++returns}`, what, acceptedBy: 'key' };
  await transaction(database.db, (tx) => returnReceipt(tx, { ...back, occurredAt: NOON, at: NOON, known }));
}
const kinds = async (memberId: MemberId) => {
  const rows = await database.sql<{ kind: string }[]>`
    select kind from event where member_id = ${memberId} and kind <> 'receipt.accepted' order by kind`;
  return rows.map(({ kind }) => kind);
};

describe('a rule about what was bought before', () => {
  it('when a receipt comes late, then it is the first purchase if it was that then', async () => {
    await aRule({ field: 'member.firstPurchase', is: 'is', value: true }, fixed(100));
    const { memberId } = await aMember(database.db);
    expect((await sell(memberId)).earned).toBe(105n);
    expect(await bring(memberId, { occurredAt: daysAgo(3) }, { occurredAt: daysAgo(2) })).toEqual([105n, 5n]);
    expect((await sell(memberId)).earned).toBe(5n);
    // On the ordinary way too, when it is of a day before.
    expect((await sell(memberId, { occurredAt: daysAgo(4) })).earned).toBe(105n);
  });

  it('when its turnover is asked, then what came later is no part of it, and what came back is none', async () => {
    await aRule({ field: 'member.turnover', is: 'atLeast', value: 300_00 }, fixed(100));
    const { memberId } = await aMember(database.db);
    await sell(memberId, { occurredAt: daysAgo(9), amountMinor: 200_00n });
    const back = aReceipt({ amountMinor: 300_00n, occurredAt: daysAgo(1) });
    await receiptDesk({ sql: database.sql, ...fresh(database.db), clock }).accept(back, { memberId });
    expect(await bring(memberId, { occurredAt: daysAgo(5) }, { occurredAt: daysAgo(4) })).toEqual([5n, 105n]);
    const known = await fresh(database.db).known();
    const whole = {
      storeId: STORE,
      receiptExternalId: back.externalId,
      externalId: 'back',
      what: 'all',
    } as const;
    await transaction(database.db, (tx) =>
      returnReceipt(tx, { ...whole, acceptedBy: 'key', occurredAt: NOON, at: NOON, known }),
    );
    expect(await bring(memberId, { occurredAt: daysAgo(8) })).toEqual([5n]);
  });

  it('when the days since the last one are asked, then they are counted to the receipt', async () => {
    await aRule({ field: 'member.daysSinceLast', is: 'atLeast', value: 30 }, fixed(100));
    const { memberId } = await aMember(database.db);
    await bring(memberId, { occurredAt: daysAgo(100) });
    await sell(memberId);
    expect(await bring(memberId, { occurredAt: daysAgo(60) }, { occurredAt: daysAgo(59) })).toEqual([
      105n,
      5n,
    ]);
  });

  it('when a period is asked, then it ends with the receipt, however long ago that was', async () => {
    await aRule({ field: 'member.receipts', is: 'atLeast', value: 1, period: { days: 7 } }, fixed(100));
    const { memberId } = await aMember(database.db);
    const moments = [120, 117, 100, 99, 20].map((days) => ({ occurredAt: daysAgo(days) }));
    expect(await bring(memberId, ...moments)).toEqual([5n, 105n, 5n, 105n, 5n]);
    expect((await sell(memberId, { occurredAt: daysAgo(14) })).earned).toBe(105n);
    expect((await sell(memberId)).earned).toBe(5n);
  });

  it('when the same is replayed, then it comes to the same', async () => {
    const ruleId = await aRule(
      {
        any: [
          { field: 'member.firstPurchase', is: 'is', value: true },
          { field: 'member.spent', is: 'atLeast', value: 150_00, period: { days: 10 } },
          { field: 'member.daysSinceLast', is: 'atLeast', value: 20 },
        ],
      },
      fixed(50),
    );
    const { memberId } = await aMember(database.db);
    const moments = [150, 149, 148, 120, 119, 90, 40, 39, 38].map((days) => ({ occurredAt: daysAgo(days) }));
    const earned = await bring(memberId, ...moments);
    const given = earned.filter((each) => each === 55n).length * 50;
    const { definition } = (await listVersions(database.db)).find((each) => each.ruleId === ruleId) ?? {};
    if (!definition) throw new Error('the rule is not in force');
    const { heaviest } = await replayRule(database.sql, {
      ruleId,
      definition,
      since: daysAgo(180),
      until: NOON,
      live: [],
      excluded: new Set(),
      known: await fresh(database.db).known(),
    });
    expect(given).toBeGreaterThan(0);
    const replayed = heaviest.find((each) => each.memberId === memberId);
    expect(replayed?.given.points).toEqual({ points: given });
  });
});

describe('what a receipt brings besides points', () => {
  const effects = [
    { kind: 'message', text: { en: 'Thank you' } },
    { kind: 'event', name: 'big.receipt' },
  ];
  const silver = { occurredAt: daysAgo(3), amountMinor: 10_000_00n };

  it('when a slip is claimed, then messages and events of rules and the new tier are told', async () => {
    await aRule(null, effects);
    const { memberId } = await aMember(database.db);
    await claim(memberId, silver);
    expect(await kinds(memberId)).toEqual(['rule.event', 'rule.message', 'tier.changed']);
  });

  it('when a cut-off till brings it, then the new tier and events are told, but no messages', async () => {
    await aRule(null, effects);
    const { memberId } = await aMember(database.db);
    await bring(memberId, silver);
    expect(await kinds(memberId)).toEqual(['rule.event', 'tier.changed']);
  });
});

describe('limits by day', () => {
  it('when receipts of a past day come in any order, then a rule applies on that day as often as it may', async () => {
    await aRule(null, fixed(10), { limits: { perMemberDay: 1 } });
    const { memberId } = await aMember(database.db);
    expect((await sell(memberId)).earned).toBe(15n);
    const [noon, morning] = [daysAgo(3), new Date(daysAgo(3).getTime() - 3_600_000)];
    expect(await bring(memberId, { occurredAt: noon })).toEqual([15n]);
    expect(await bring(memberId, { occurredAt: morning }, { occurredAt: noon })).toEqual([5n, 5n]);
    expect(await bring(memberId, { occurredAt: daysAgo(4) })).toEqual([15n]);
    // Today's use is as it was.
    expect((await sell(memberId)).earned).toBe(5n);
  });

  it('when a cap by day is reached on a past day, then the rest of that day is trimmed', async () => {
    await aRule(null, fixed(10), { caps: { memberDay: 15 } });
    const { memberId } = await aMember(database.db);
    await sell(memberId);
    const day = { occurredAt: daysAgo(3) };
    expect(await bring(memberId, day, day, day)).toEqual([15n, 10n, 5n]);
  });

  it('when a rule gives a discount once a day, then it gives one on a past day, too', async () => {
    await aRule(null, [{ kind: 'discountSum', amountMinor: 20_00, on: 'receipt' }], {
      limits: { perMemberDay: 1 },
    });
    const { memberId } = await aMember(database.db);
    await sell(memberId);
    const day = { occurredAt: daysAgo(3) };
    expect(await bring(memberId, day, day)).toEqual([4n, 5n]);
  });

  it('when the points of a past day came back, then they can be earned on that day again', async () => {
    await database.sql`update currency set cap_day = 100 where currency = 'points'`;
    const { memberId } = await aMember(database.db);
    const back = aReceipt({ amountMinor: 2_000_00n, occurredAt: daysAgo(3) });
    const part = aReceipt({ amountMinor: 400_00n, occurredAt: daysAgo(3) });
    const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
    expect((await desk.accept(back, { memberId })).earned).toBe(100n);
    await giveBack(back.externalId);
    expect((await desk.accept(part, { memberId })).earned).toBe(20n);
    await giveBack(part.externalId, { amountMinor: 200_00 });
    await sell(memberId);
    expect(await bring(memberId, { amountMinor: 1_600_00n, occurredAt: daysAgo(3) })).toEqual([80n]);
    expect(await bring(memberId, { amountMinor: 1_600_00n, occurredAt: daysAgo(3) })).toEqual([10n]);
    await database.sql`update currency set cap_day = null`;
  });

  it('when a part of a past day came back, then its rule can give so much again on that day', async () => {
    await aRule(null, [{ kind: 'share', currency: 'points', shareBp: 1_000 }], { caps: { memberDay: 15 } });
    const { memberId } = await aMember(database.db);
    const part = aReceipt({ occurredAt: daysAgo(3) });
    await receiptDesk({ sql: database.sql, ...fresh(database.db), clock }).accept(part, { memberId });
    await giveBack(part.externalId, { amountMinor: 50_00 });
    await sell(memberId);
    const day = { occurredAt: daysAgo(3) };
    expect(await bring(memberId, day, day)).toEqual([15n, 5n]);
  });

  it('when a rule that no receipt brings gave points on a past day, then they count for its cap', async () => {
    await aRule(null, fixed(90), { trigger: { on: 'registration' } });
    await database.sql`update currency set cap_day = 100 where currency = 'points'`;
    const { memberId } = await aMember(database.db);
    const { rules, known } = fresh(database.db);
    const occasion = { memberId, trigger: { on: 'registration' as const }, occasion: 'registration' };
    const { timeZone } = (await known()).programme;
    await transaction(database.db, async (tx) =>
      applyTriggers(tx, [{ ...occasion, happenedAt: daysAgo(3) }], {
        rules: await rules(),
        timeZone,
        at: NOON,
      }),
    );
    await sell(memberId);
    expect(await bring(memberId, { amountMinor: 400_00n, occurredAt: daysAgo(3) })).toEqual([10n]);
    await database.sql`update currency set cap_day = null`;
  });

  it('when somebody has become part of a member, then their past days are the member’s', async () => {
    await aRule({ field: 'member.receipts', is: 'atLeast', value: 1 }, fixed(10), {
      limits: { perMemberDay: 1 },
    });
    await database.sql`update currency set cap_day = 30 where currency = 'points'`;
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    await sell(from.memberId, { amountMinor: 400_00n, occurredAt: daysAgo(3) });
    await sell(from.memberId, { occurredAt: daysAgo(2) });
    await transaction(database.db, async (tx) => {
      await lockStandings(tx, from.memberId, into.memberId);
      await absorbMember(tx, { from: from.memberId, into: into.memberId, at: NOON });
    });
    await sell(into.memberId);
    // Ten are left of the day, and nothing had been bought before it.
    const before = new Date(daysAgo(3).getTime() - 3_600_000);
    expect(await bring(into.memberId, { amountMinor: 400_00n, occurredAt: before })).toEqual([10n]);
    await database.sql`update currency set cap_day = null`;
  });
});

describe('a cooldown', () => {
  it('when a receipt lies between two uses, then it counts from the nearer one, before it and after', async () => {
    await aRule(null, fixed(10), { cooldownHours: 24 });
    const { memberId } = await aMember(database.db);
    const hoursAfter = (days: number, hours: number) => ({
      occurredAt: new Date(daysAgo(days).getTime() + hours * 3_600_000),
    });
    await sell(memberId, hoursAfter(8, 0));
    await sell(memberId, hoursAfter(4, 0));
    await sell(memberId);
    const late = [hoursAfter(8, 2), hoursAfter(4, -3), hoursAfter(6, 0), hoursAfter(6, 23), hoursAfter(9, 1)];
    const earned = await bring(memberId, ...late);
    expect(earned).toEqual([5n, 5n, 15n, 5n, 5n]);
    // The last use is as it was.
    expect((await sell(memberId)).earned).toBe(5n);
  });
});
