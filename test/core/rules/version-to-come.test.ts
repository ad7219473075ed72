// A change of a rule that is to begin later: what works now goes on until then, and nobody is left without points.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { type KnownRulesReader, knownRules } from '#src/core/rules/known-rules.ts';
import type { RuleChange } from '#src/core/rules/lock-rule.ts';
import { endRule, pauseRule, resumeRule } from '#src/core/rules/pause-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { readStampCards } from '#src/core/rules/read-stamp-cards.ts';
import { saveDraft } from '#src/core/rules/save-draft.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { RuleId } from '#src/lib/id.ts';
import { type AMember, aMember, aReceipt, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const THURSDAY = new Date('2026-03-05T10:00:00Z');
const FRIDAY = new Date('2026-03-06T10:00:00Z');
const SATURDAY = new Date('2026-03-07T10:00:00Z');
/** Midnight in Kyiv. */
const MONDAY = new Date('2026-03-08T22:00:00Z');
const TUESDAY = new Date('2026-03-10T10:00:00Z');
const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

const database = useDatabase();
const clock = fixedClock(THURSDAY);
const known = () => knownProgramme(database.db)();
const actor = 'stf_00000000000000000001';
let ruleId: RuleId;
let somebody: AMember;

beforeAll(async () => {
  await aShop(database.db);
});

/** On Thursday each receipt brings 3 points, and no other rule has ever been in force. */
beforeEach(async () => {
  clock.set(THURSDAY);
  await database.sql`update rule_version set live_until = live_from`;
  somebody = await aMember(database.db, { registeredAt: THURSDAY });
  ruleId = await transaction(database.db, (tx) =>
    createRule(tx, { name: 'Points', definition: gives(3), actor, at: THURSDAY }),
  );
  await publish();
});
const gives = (points: number, fields: object = {}) => ({
  trigger: { on: 'receipt' },
  effects: [{ kind: 'fixed', currency: 'points', points }],
  ...fields,
});
const from = (moment: Date) => ({ validFrom: moment.toISOString() });

async function change(act: (tx: Tx, change: RuleChange) => Promise<unknown>): Promise<void> {
  const { changedAt } = await readRule(database.db, ruleId);
  await transaction(database.db, (tx) => act(tx, { ruleId, changedAt, actor, at: clock.now() }));
}
const publish = () => change((tx, each) => publishRule(tx, { ...each, resetBudget: false }));
async function launch(definition: object): Promise<void> {
  await change((tx, each) => saveDraft(tx, { ...each, definition }));
  await publish();
}
const readAnew = () => knownRules(database.db, known);
/** What a receipt of a moment brings at the till, at that moment. */
async function earns(at: Date, rules: KnownRulesReader = readAnew()): Promise<bigint> {
  clock.set(at);
  const desk = receiptDesk({ sql: database.sql, db: database.db, known, rules, clock });
  const { earned } = await desk.accept(aReceipt({ occurredAt: at }), { memberId: somebody.memberId });
  return earned;
}
const versions = async () =>
  (await readRule(database.db, ruleId)).versions.map(({ version, liveFrom, liveUntil }) => [
    version,
    liveFrom,
    liveUntil,
  ]);

describe('on Friday, a change that is to begin on Monday', () => {
  beforeEach(async () => {
    clock.set(FRIDAY);
    await launch(gives(5, from(MONDAY)));
  });

  it('when it is launched, then the version before works until then, and a process that knows both sees the moment by itself', async () => {
    // It reads the database once: on Friday.
    const rules = knownRules(database.db, known, () => 0);
    const told = [];
    for (const at of [FRIDAY, SATURDAY, justBefore(MONDAY), MONDAY, TUESDAY])
      told.push(await earns(at, rules));
    expect(told).toEqual([3n, 3n, 3n, 5n, 5n]);
    expect(await versions()).toEqual([
      [2, MONDAY, null],
      [1, THURSDAY, MONDAY],
    ]);
  });

  it('when receipts of the weekend are told on Tuesday, then they earn by the version of then', async () => {
    clock.set(TUESDAY);
    const brought = [SATURDAY, justBefore(MONDAY), MONDAY].map((occurredAt) => ({
      input: aReceipt({ occurredAt }),
      member: { memberId: somebody.memberId },
    }));
    const deps = { sql: database.sql, db: database.db, known, rules: readAnew(), clock };
    expect(await acceptLate(deps, brought)).toMatchObject([{ earned: 3n }, { earned: 3n }, { earned: 5n }]);
  });

  it('when the rule is paused meanwhile, then neither works, before Monday and after', async () => {
    clock.set(SATURDAY);
    await change(pauseRule);
    expect([await earns(justBefore(SATURDAY)), await earns(SATURDAY), await earns(MONDAY)]).toEqual([
      3n,
      0n,
      0n,
    ]);
    expect(await versions()).toEqual([
      [2, MONDAY, MONDAY],
      [1, THURSDAY, SATURDAY],
    ]);
  });

  it('when it is ended meanwhile, then neither works again', async () => {
    clock.set(SATURDAY);
    await change(endRule);
    expect([await earns(SATURDAY), await earns(TUESDAY)]).toEqual([0n, 0n]);
  });

  it('when it is paused and resumed before Monday, then both are as they were', async () => {
    clock.set(SATURDAY);
    await change(pauseRule);
    const later = new Date(SATURDAY.getTime() + 3_600_000);
    clock.set(later);
    await change(resumeRule);
    expect([await earns(later), await earns(justBefore(MONDAY)), await earns(MONDAY)]).toEqual([3n, 3n, 5n]);
    expect((await readRule(database.db, ruleId)).version).toBe(4);
  });

  it('when it is resumed after Monday, then what was to come works at once', async () => {
    clock.set(SATURDAY);
    await change(pauseRule);
    clock.set(TUESDAY);
    await change(resumeRule);
    expect([await earns(justBefore(TUESDAY)), await earns(TUESDAY)]).toEqual([0n, 5n]);
  });

  it('when another change is launched before Monday, then it takes the place of what was to come', async () => {
    clock.set(SATURDAY);
    await launch(gives(7, from(TUESDAY)));
    expect([await earns(SATURDAY), await earns(MONDAY), await earns(TUESDAY)]).toEqual([3n, 3n, 7n]);
    expect(await versions()).toEqual([
      [3, TUESDAY, null],
      [2, MONDAY, MONDAY],
      [1, THURSDAY, TUESDAY],
    ]);
  });

  it('when a change without a date is launched before Monday, then it works at once and stays', async () => {
    clock.set(SATURDAY);
    await launch(gives(7));
    expect([await earns(justBefore(SATURDAY)), await earns(SATURDAY), await earns(TUESDAY)]).toEqual([
      3n,
      7n,
      7n,
    ]);
  });
});

it('when a rule has not begun by its own dates yet, then a change takes its place at once', async () => {
  await change(endRule);
  ruleId = await transaction(database.db, (tx) =>
    createRule(tx, { name: 'New', definition: gives(3, from(MONDAY)), actor, at: THURSDAY }),
  );
  await publish();
  clock.set(FRIDAY);
  await launch(gives(5, from(TUESDAY)));
  expect([await earns(MONDAY), await earns(TUESDAY)]).toEqual([0n, 5n]);
});

it('when the version of now has a budget and the one to come has none, then it is bounded until then', async () => {
  clock.set(FRIDAY);
  await launch(gives(3, { budget: 4 }));
  await launch(gives(5, from(MONDAY)));
  expect([await earns(FRIDAY), await earns(SATURDAY), await earns(MONDAY)]).toEqual([3n, 1n, 5n]);
  expect((await readRule(database.db, ruleId)).budget).toBeNull();
});

it('when a stamp card is to need more from Monday on, then until then it needs what it needed', async () => {
  const card = (need: number, fields: object = {}) => ({
    ...gives(1, fields),
    effects: [
      {
        kind: 'stamp',
        currency: 'stamps',
        need,
        where: { field: 'line.sku', is: 'is', value: 'cup' },
      },
    ],
  });
  await database.sql`insert into currency (currency, kind, names, expiry) values ('stamps', 'stickers', '{}', 'never')`;
  clock.set(FRIDAY);
  await launch(card(5));
  await launch(card(9, from(MONDAY)));
  const needs = async (at: Date) => (await readStampCards(database.db, at)).get('stamps')?.need;
  expect([await needs(SATURDAY), await needs(MONDAY)]).toEqual([5, 9]);
});
