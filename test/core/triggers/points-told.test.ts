// Points of rules that no receipt asks never come without a word.
import { beforeAll, expect, it } from 'vitest';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { triggeredRules } from '#test/support/triggered-rules.ts';

const database = useDatabase();
const { publish, change, happens, follow, told } = triggeredRules(database);
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
