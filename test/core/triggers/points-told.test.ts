// Points of rules that no receipt asks never come without a word.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endRule } from '#src/core/rules/pause-rule.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { triggeredRules } from '#test/support/triggered-rules.ts';

const database = useDatabase();
const { publish, change, happens, follow, sweep, told } = triggeredRules(database);
const trigger = { on: 'event', name: 'app.installed' };
const points = (amount: number, terms = {}) => ({ kind: 'fixed', currency: 'points', points: amount, terms });
const thanks = { kind: 'message', text: { uk: 'Дякуємо, що ви з нами' } };

beforeAll(() => aShop(database.db));

async function installs(): Promise<MemberId> {
  const { memberId } = await aMember(database.db, { balance: 50n });
  await anIdentity(database.db, { memberId });
  await happens(memberId, { kind: 'member.event', data: { name: 'app.installed', key: 'one' } });
  await follow();
  return memberId;
}

it('when a rule gives points without words of its own, then the member hears of them and of the rule', async () => {
  const rules = [
    await publish({ trigger, effects: [points(7)] }),
    await publish({ trigger, effects: [points(3, { pending: { days: 3 } })] }),
    await publish({ trigger, effects: [points(2, { pending: { action: 'birthday' } })] }),
  ];
  const memberId = await installs();
  expect(await told(memberId)).toEqual([
    'A rule: +7 балів. На рахунку 57.',
    'A rule: +3 бали. На рахунку 60.\n⏳ Можна витрачати з 5 березня: 3 бали.',
    'A rule: +2 бали. На рахунку 62.\n⏳ Можна витрачати, щойно скажете день народження: 2 бали.',
  ]);
  const given = await database.sql<{ rule: string }[]>`
    select data->'rules'->0->>'ruleId' as rule from event
    where member_id = ${memberId} and kind = 'rule.points' order by (data->>'amount')::int desc`;
  expect(given.map(({ rule }) => rule)).toEqual(rules);
  for (const ruleId of rules) await change(ruleId);
});

it('when the rule says it in words of its own, then nothing is said twice', async () => {
  const rules = [await publish({ trigger, effects: [points(7), thanks] })];
  expect(await told(await installs())).toEqual(['Дякуємо, що ви з нами']);
  rules.push(await publish({ trigger, effects: [points(5)] }));
  expect(await told(await installs())).toEqual([
    'A rule, A rule: +12 балів. На рахунку 62.',
    'Дякуємо, що ви з нами',
  ]);
  for (const ruleId of rules) await change(ruleId);
});

describe('with a daily limit of 100 points', () => {
  beforeAll(() => database.sql`update currency set cap_day = 100 where currency = 'points'`);
  afterAll(() => database.sql`update currency set cap_day = null`);
  const cuts = (memberId: MemberId) => database.sql`
    select data->>'amount' as amount, data->'trimmed'->0 as trimmed from event
    where member_id = ${memberId} and kind = 'rule.points' order by recorded_at, event_id`;

  it('when a rule would give more, then the member, its systems and the reason know what was taken off', async () => {
    const ruleId = await publish({ trigger, effects: [points(140), thanks] });
    const memberId = await installs();
    expect((await told(memberId)).toSorted()).toEqual([
      'A rule: +100 балів. На рахунку 150.\n100 балів з 140: ліміт на день.',
      'Дякуємо, що ви з нами',
    ]);
    expect(await cuts(memberId)).toEqual([
      { amount: '100', trimmed: { kind: 'day', wanted: 140, given: 100, limit: 100 } },
    ]);
    const [{ part } = { part: null }] = await database.sql<{ part: object | null }[]>`
      select reason->'parts'->0 as part from transfer where member_id = ${memberId} and kind = 'earn'`;
    expect(part).toMatchObject({ ruleId, wanted: 140, points: 100, cap: { kind: 'day', limit: 100 } });
    await happens(memberId, { kind: 'member.event', data: { name: 'app.installed', key: 'two' } });
    await follow();
    expect(await told(memberId)).toContain(
      'A rule: цього разу без нарахування. На рахунку 150.\n0 балів з 140: ліміт на день.',
    );
    expect(await cuts(memberId)).toMatchObject([{ amount: '100' }, { amount: '0' }]);
    await change(ruleId);
  });

  it('when it leaves nothing of points that come another day, then the reason of those that came knows it', async () => {
    const ruleId = await publish({ trigger, effects: [points(100), points(40, { pending: { days: 3 } })] });
    const memberId = await installs();
    expect(await told(memberId)).toEqual([
      'A rule: +100 балів. На рахунку 150.\n100 балів з 140: ліміт на день.',
    ]);
    const reasons = await database.sql`
      select reason->'parts' as parts from transfer where member_id = ${memberId} and kind = 'earn'`;
    expect(reasons).toMatchObject([
      { parts: [{ points: 100 }, { points: 0, wanted: 40, cap: { kind: 'day' } }] },
    ]);
    await change(ruleId);
  });

  it('when a rule that is asked every day leaves nothing again and again, then it is said once a month', async () => {
    await database.sql`update currency set cap_balance = 50 where currency = 'points'`;
    const ruleId = await publish({ trigger: { on: 'daily' }, effects: [points(5)] });
    const { memberId } = await aMember(database.db, { balance: 50n });
    await anIdentity(database.db, { memberId });
    const days = [2, 3, 4, 40].map((day) => new Date(NOON.getTime() + day * 86_400_000));
    const said: string[][] = [];
    for (const day of days) {
      while (await sweep(day));
      said.push(await told(memberId, day));
    }
    const nothing = 'A rule: цього разу без нарахування. На рахунку 50.\n0 балів з 5: ліміт рахунку.';
    expect(said).toEqual([[nothing], [], [], [nothing]]);
    await database.sql`update currency set cap_balance = null`;
    await change(ruleId, endRule, days[3]);
  });

  it('when another rule is left nothing in the same month, then that is said, too', async () => {
    await database.sql`update currency set cap_balance = 50 where currency = 'points'`;
    const { memberId } = await aMember(database.db, { balance: 50n });
    await anIdentity(database.db, { memberId });
    const said: number[] = [];
    for (const day of [62, 63]) {
      const at = new Date(NOON.getTime() + day * 86_400_000);
      const ruleId = await publish({ trigger: { on: 'daily' }, effects: [points(5)] });
      while (await sweep(at));
      said.push((await told(memberId, at)).length);
      await change(ruleId, endRule, at);
    }
    expect(said).toEqual([1, 1]);
    await database.sql`update currency set cap_balance = null`;
  });
});
