// Rules that no receipt asks: registrations, tiers, birthdays, days and events of other systems.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Happened } from '#src/core/events/happened.ts';
import { pauseRule } from '#src/core/rules/pause-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { triggeredRules } from '#test/support/triggered-rules.ts';

const database = useDatabase();
const { publish: aRule, change, happens, follow, sweep } = triggeredRules(database);
const DAY_MS = 86_400_000;
const points = (amount: number) => [{ kind: 'fixed', currency: 'points', points: amount }];

beforeAll(() => aShop(database.db));

const transfers = (memberId: MemberId) => database.sql<
  { amount: bigint; reason: { parts: { ruleId: string }[] } }[]
>`
  select amount, reason from transfer where member_id = ${memberId} order by recorded_at, transfer_id`;
const balance = async (memberId: MemberId) => {
  const [row] = await database.sql<{ balance: bigint }[]>`
    select balance from account where member_id = ${memberId} and currency = 'points'`;
  return row?.balance;
};
let phones = 0;
const aPhone = () => `+38067${1_230_000 + ++phones}`;
const registered: Happened = {
  kind: 'member.registered',
  data: { identityId: 'idn_1', welcomePoints: '0' },
};

it('when somebody comes into a segment that is followed, then the rule that listens to it gives, once for each time', async () => {
  const segmentId = 'seg_00000000000000000001';
  const trigger = { on: 'event', name: `segment.entered:${segmentId}` };
  const ruleId = await aRule({ trigger, effects: points(25) });
  const { memberId } = await aMember(database.db);
  await happens(memberId, { kind: 'segment.entered', data: { segmentId } });
  await happens(memberId, { kind: 'segment.left', data: { segmentId } });
  await happens(memberId, { kind: 'segment.entered', data: { segmentId: 'seg_00000000000000000002' } });
  await follow();
  expect(await balance(memberId)).toBe(25n);
  await change(ruleId);
});

describe('a rule about registrations', () => {
  it('when somebody registers, then it gives once, with its reason', async () => {
    const ruleId = await aRule({ trigger: { on: 'registration' }, effects: points(30) });
    const { memberId } = await aMember(database.db, { phone: aPhone() });
    await happens(memberId, registered);
    await follow();
    await happens(memberId, registered);
    await follow();
    const told = await transfers(memberId);
    expect(told).toMatchObject([{ amount: 30n, reason: { parts: [{ ruleId, points: 30 }] } }]);
    expect(await balance(memberId)).toBe(30n);
    await change(ruleId);
  });

  it('when their number is only claimed, then it waits for the proof, and gives once', async () => {
    const ruleId = await aRule({ trigger: { on: 'registration' }, effects: points(30) });
    const { memberId } = await aMember(database.db, { phone: aPhone() });
    await database.sql`update phone set proven_at = null where member_id = ${memberId}`;
    await happens(memberId, registered);
    await follow();
    expect(await balance(memberId)).toBe(0n);
    await database.sql`update phone set proven_at = ${NOON} where member_id = ${memberId}`;
    await happens(memberId, { kind: 'phone.proven', data: {} });
    await follow();
    await happens(memberId, { kind: 'phone.proven', data: {} });
    await follow();
    expect(await balance(memberId)).toBe(30n);
    await change(ruleId);
  });

  it('when they registered before it was in force or while it was paused, then it gives nothing', async () => {
    const ruleId = await aRule({ trigger: { on: 'registration' }, effects: points(30) });
    const { memberId: early } = await aMember(database.db, { phone: aPhone() });
    await happens(early, registered, new Date(NOON.getTime() - 2 * 3_600_000));
    const { memberId: late } = await aMember(database.db, { phone: aPhone() });
    await happens(late, registered, new Date(NOON.getTime() + 60_000));
    await change(ruleId, pauseRule);
    await follow(new Date(NOON.getTime() + 120_000));
    expect([await balance(early), await balance(late)]).toEqual([0n, 0n]);
  });

  it('when its budget ends, then the last one gets what is left and the next one nothing', async () => {
    const ruleId = await aRule({ trigger: { on: 'registration' }, effects: points(30), budget: 50 });
    const ids: MemberId[] = [];
    for (let i = 0; i < 3; i++) {
      const { memberId } = await aMember(database.db, { phone: aPhone() });
      ids.push(memberId);
      await happens(memberId, registered);
    }
    await follow();
    expect(await Promise.all(ids.map(balance))).toEqual([30n, 20n, 0n]);
    const { budget } = await readRule(database.db, ruleId);
    expect(budget).toMatchObject({ points: 50, spent: 50 });
    await change(ruleId);
  });
});

describe('a rule about an event of another system', () => {
  it('when the event is told twice under one key, then it counts once, and another name not at all', async () => {
    const ruleId = await aRule({
      trigger: { on: 'event', name: 'app.installed' },
      effects: [...points(15), { kind: 'message', text: { en: 'Thank you' } }],
    });
    const { memberId } = await aMember(database.db);
    await happens(memberId, { kind: 'member.event', data: { name: 'app.installed', key: 'one' } });
    await happens(memberId, { kind: 'member.event', data: { name: 'app.installed', key: 'one' } });
    await happens(memberId, { kind: 'member.event', data: { name: 'other', key: 'two' } });
    await follow();
    expect(await balance(memberId)).toBe(15n);
    const said = await database.sql`
      select data from event where member_id = ${memberId} and kind = 'rule.message'`;
    expect(said).toMatchObject([{ data: { ruleId, text: { en: 'Thank you' } } }]);
    await change(ruleId);
  });
});

describe('a rule about a new tier', () => {
  it('when a member reaches gold, then its condition sees the new tier', async () => {
    const ruleId = await aRule({
      trigger: { on: 'tier' },
      when: { field: 'member.tier', is: 'is', value: 'gold' },
      effects: points(100),
    });
    const { memberId } = await aMember(database.db, { tierKey: 'gold' });
    await happens(memberId, { kind: 'tier.changed', data: { from: 'silver', to: 'gold' } });
    await follow();
    expect(await balance(memberId)).toBe(100n);
    await change(ruleId);
  });

  it('when a member falls back, then only rules that say so give anything', async () => {
    const rules = [
      await aRule({ trigger: { on: 'tier' }, effects: points(100) }),
      await aRule({ trigger: { on: 'tier', to: 'down' }, effects: points(7) }),
      await aRule({ trigger: { on: 'tier', to: 'any' }, effects: points(1) }),
    ];
    const [{ memberId: falling }, { memberId: rising }] = [
      await aMember(database.db, { tierKey: 'silver' }),
      await aMember(database.db, { tierKey: 'silver' }),
    ];
    await happens(falling, { kind: 'tier.changed', data: { from: 'gold', to: 'silver' } });
    await happens(rising, { kind: 'tier.changed', data: { from: 'base', to: 'silver' } });
    await follow();
    expect([await balance(falling), await balance(rising)]).toEqual([8n, 101n]);
    for (const ruleId of rules) await change(ruleId);
  });
});

describe('birthdays and days', () => {
  const born = async (birthday: string) => {
    const { memberId } = await aMember(database.db);
    await database.sql`update member set birthday = ${birthday}::date where member_id = ${memberId}`;
    return memberId;
  };

  it('when the day has come, then who was born on it is given something once, and nobody else', async () => {
    const ruleId = await aRule({ trigger: { on: 'birthday', daysBefore: 3 }, effects: points(40) });
    const child = await born('1990-03-05');
    const other = await born('1990-03-06');
    await sweep(NOON);
    await sweep(new Date(NOON.getTime() + 3_600_000));
    expect([await balance(child), await balance(other)]).toEqual([40n, 0n]);
    await change(ruleId);
  });

  it('when somebody was born on 29 February, then it is the 28th in a year without it', async () => {
    const ruleId = await aRule({ trigger: { on: 'birthday', daysBefore: 0 }, effects: points(40) });
    const leap = await born('2004-02-29');
    await sweep(new Date('2027-02-28T10:00:00Z'));
    expect(await balance(leap)).toBe(40n);
    await change(ruleId);
  });

  it('when it is still night, then nobody is woken', async () => {
    const ruleId = await aRule({ trigger: { on: 'birthday', daysBefore: 0 }, effects: points(40) });
    const early = await born('1990-03-08');
    expect(await sweep(new Date('2026-03-08T05:00:00Z'))).toBe(false);
    expect(await balance(early)).toBe(0n);
    await change(ruleId);
  });

  it('when a rule is asked every day, then batch by batch everybody is asked once a day', async () => {
    const ruleId = await aRule({ trigger: { on: 'daily' }, effects: points(1) });
    const { memberId } = await aMember(database.db);
    const before = (await balance(memberId)) ?? 0n;
    const tomorrow = new Date(NOON.getTime() + DAY_MS);
    let rounds = 0;
    while (await sweep(tomorrow, 3)) rounds++;
    await sweep(tomorrow, 3);
    expect(rounds).toBeGreaterThan(2);
    expect(await balance(memberId)).toBe(before + 1n);
    const [row] = await database.sql<{ given: number; members: number }[]>`
      select (select count(*)::integer from transfer where idempotency_key like 'rule:daily:%') as given,
        (select count(*)::integer from member) as members`;
    expect(row?.given).toBe(row?.members);
    await change(ruleId);
  });
});
