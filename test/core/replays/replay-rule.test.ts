// A replay has to find what the rules have really given when it is asked about the very same rules.
import { beforeAll, describe, expect, it } from 'vitest';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { ReplayResult } from '#src/core/replays/replay-result.ts';
import { type ReplayJob, replayRule } from '#src/core/replays/replay-rule.ts';
import { checkRule } from '#src/core/rules/check-rule.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { listVersions } from '#src/core/rules/list-versions.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { foldCategories } from '#src/core/stores/fold-category.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const BASE: RuleId = 'rul_00000000000000000001';
const DRAFT: RuleId = 'rul_draft000000000000000';
const CHEESE = { field: 'line.category', is: 'in', value: ['cheese'] };
/** Twice a day at most, 30 points a day at most, not together with another of its group. */
const CHEESE_RULE = {
  trigger: { on: 'receipt' },
  effects: [{ kind: 'share', currency: 'points', shareBp: 1_000, where: CHEESE }],
  limits: { perMemberDay: 2 },
  caps: { memberDay: 30 },
};
const members: MemberId[] = [];
let cheese: RuleId;
const clock = fixedClock(NOON);

/** The same numbers each time; 16807 modulo 2^31 - 1 (Park and Miller, 1988). */
function numbers(): (most: number) => number {
  let state = 20_260_302;
  return (most) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % most;
  };
}

function receiptOf(next: (most: number) => number, at: Date): Partial<ReceiptInput> {
  const lines = Array.from({ length: next(4) }, (_, place) => {
    const amountMinor = 500 + next(20_000);
    const category = ['cheese', 'bread', 'tobacco'][next(3)] ?? 'bread';
    const quantityMilli = 1_000 * (1 + next(3));
    return {
      sku: `s${place}`,
      name: category,
      category,
      quantityMilli,
      priceMinor: 500,
      discountMinor: 0,
      amountMinor,
    };
  });
  const listed = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  // Some hold more than their lines, and of some the till has taken something off.
  const amountMinor = Math.max(100, listed + (next(3) - 1) * 700 + (lines.length === 0 ? 9_000 : 0));
  return { lines, amountMinor: BigInt(amountMinor), occurredAt: at };
}

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into category (category, excluded) values ('tobacco', true)`;
  cheese = await transaction(database.db, async (tx) => {
    const at = new Date(NOON.getTime() - DAY_MS);
    const actor = 'stf_00000000000000000001';
    const ruleId = await createRule(tx, { name: 'Cheese', definition: CHEESE_RULE, actor, at });
    const { changedAt } = await readRule(tx, ruleId);
    await publishRule(tx, { ruleId, changedAt, actor, at, resetBudget: false });
    return ruleId;
  });
  for (let i = 0; i < 5; i++) members.push((await aMember(database.db, { balance: 20n })).memberId);
  const known = knownProgramme(database.db);
  const rules = knownRules(database.db, known);
  const desk = receiptDesk({ db: database.db, sql: database.sql, known, rules, clock });
  const next = numbers();
  for (let i = 0; i < 80; i++) {
    clock.advance(2 * 3_600_000 + next(4 * 3_600_000));
    const memberId = members[next(members.length)];
    if (!memberId) throw new Error('there are no members');
    const burn = BigInt(next(4) === 0 ? 1 : 0);
    const input = aReceipt({ ...receiptOf(next, clock.now()), burn });
    await desk.accept(input, { memberId });
  }
});

async function jobOf(definition: unknown, fields: Partial<ReplayJob> = {}): Promise<ReplayJob> {
  return {
    ruleId: DRAFT,
    definition: checkRule(definition),
    since: new Date(NOON.getTime() - DAY_MS),
    until: clock.now(),
    live: await listVersions(database.db),
    excluded: foldCategories(['tobacco']),
    known: await knownProgramme(database.db)(),
    ...fields,
  };
}

/** What the books say a rule has given. */
async function given(ruleId: RuleId): Promise<number> {
  const [row] = await database.sql<{ points: number }[]>`
    select coalesce(sum((part ->> 'points')::integer), 0)::integer as points
    from transfer, jsonb_array_elements(reason -> 'parts') part
    where kind = 'earn' and part ->> 'ruleId' = ${ruleId}`;
  return row?.points ?? 0;
}

describe('a replay of what has been in force', () => {
  it('when it is the base rule by itself, then it gives what the books say', async () => {
    const base = await readRule(database.db, BASE);
    const result = await replayRule(database.sql, await jobOf(base.definition));
    expect(result.receipts).toBe(80);
    expect(result.alone.points).toEqual({ points: await given(BASE) });
  });

  it('when it has limits and caps of a day, looks at lines and the law keeps some out, then it does too', async () => {
    const points = await given(cheese);
    expect(points).toBeGreaterThan(20);
    const result = await replayRule(database.sql, await jobOf(CHEESE_RULE));
    expect(result.alone.points).toEqual({ points });
  });

  it('when it takes the place of itself, then nothing changes', async () => {
    const result = await replayRule(database.sql, await jobOf(CHEESE_RULE, { ruleId: cheese }));
    expect(result.difference).toMatchObject({ costMinor: 0, discountMinor: 0 });
    expect([result.gains, result.loses]).toEqual([
      { receipts: 0, members: 0 },
      { receipts: 0, members: 0 },
    ]);
  });

  it('when the members are gone through in parts, then the figures are the same', async () => {
    const whole = await replayRule(database.sql, await jobOf(CHEESE_RULE));
    const inParts = await replayRule(database.sql, await jobOf(CHEESE_RULE), { atOnce: 20 });
    const plain = ({ tookMs: _tookMs, ...rest }: ReplayResult) => rest;
    expect(plain(inParts)).toEqual(plain(whole));
  });
});

describe('a draft', () => {
  it('when it is a discount, then it costs what it takes off, less the points that this no longer earns', async () => {
    const discount = {
      trigger: { on: 'receipt' },
      effects: [{ kind: 'discountShare', shareBp: 1_000, on: 'receipt' }],
    };
    const result = await replayRule(database.sql, await jobOf(discount));
    expect(result.alone.discountMinor).toBeGreaterThan(0);
    expect(result.difference.discountMinor).toBe(result.alone.discountMinor);
    expect(result.difference.points.points).toBeLessThan(0);
    const { costMinor, discountMinor, points } = result.difference;
    expect(costMinor).toBe(discountMinor + (points.points ?? 0) * 100);
  });

  it('when it only multiplies what others give, then the receipts on which it did are counted', async () => {
    const definition = {
      trigger: { on: 'receipt' },
      when: { field: 'receipt.amount', is: 'atLeast', value: 10_000 },
      effects: [{ kind: 'multiply', currency: 'points', times: 200 }],
      priority: -10,
    };
    const result = await replayRule(database.sql, await jobOf(definition));
    expect(result.alone.points).toEqual({});
    expect(result.difference.points.points).toBeGreaterThan(0);
    expect(result.touched).toBe(result.gains.receipts);
    expect(result.touched).toBeLessThan(result.receipts);
    expect(result.heaviest.reduce((sum, each) => sum + each.receipts, 0)).toBe(result.touched);
    expect(result.byStore.reduce((sum, each) => sum + each.touched, 0)).toBe(result.touched);
  });

  it('when it is told, then its shares by tier, store and week each sum to the whole', async () => {
    const definition = {
      trigger: { on: 'receipt' },
      when: { field: 'receipt.amount', is: 'atLeast', value: 10_000 },
      effects: [{ kind: 'fixed', currency: 'points', points: 7 }],
    };
    const result = await replayRule(database.sql, await jobOf(definition));
    expect(result.alone.points.points).toBe(7 * result.touched);
    expect(result.touched).toBeGreaterThan(10);
    for (const shares of [result.byTier, result.byStore, result.byWeek]) {
      const sum = (of: (share: (typeof shares)[number]) => number) =>
        shares.reduce((all, share) => all + of(share), 0);
      expect([sum((each) => each.receipts), sum((each) => each.touched)]).toEqual([80, result.touched]);
      expect(sum((each) => each.given.costMinor)).toBe(result.difference.costMinor);
    }
    const heaviest = result.heaviest.reduce((sum, each) => sum + each.given.costMinor, 0);
    expect(heaviest).toBe(result.difference.costMinor);
    expect(result.perWinner.most).toBe(result.heaviest[0]?.given.costMinor);
  });

  it('when it asks how many receipts there were before, then it is as of then', async () => {
    const first = {
      trigger: { on: 'receipt' },
      when: { field: 'member.firstPurchase', is: 'is', value: true },
      // Words need no goods that count; points would.
      effects: [{ kind: 'message', text: { en: 'Welcome' } }],
    };
    const whole = await replayRule(database.sql, await jobOf(first));
    expect([whole.touched, whole.members]).toEqual([members.length, members.length]);
    // Who has bought before the weeks began is new no more.
    const since = new Date(clock.now().getTime() - DAY_MS);
    expect((await replayRule(database.sql, await jobOf(first, { since }))).touched).toBe(0);
    const fourth = {
      ...first,
      when: { field: 'member.receipts', is: 'is', value: 0, period: { days: 2 } },
    };
    const seldom = await replayRule(database.sql, await jobOf(fourth));
    const [row] = await database.sql<{ count: number }[]>`
      select count(*)::integer as count from receipt r where not exists (
        select 1 from receipt e where e.member_id = r.member_id and e.occurred_at < r.occurred_at
          and e.occurred_at >= r.occurred_at - interval '2 days')`;
    expect(seldom.touched).toBe(row?.count);
  });

  it('when it has a budget, then it gives that much and no more', async () => {
    const definition = {
      trigger: { on: 'receipt' },
      effects: [{ kind: 'fixed', currency: 'points', points: 10 }],
      budget: 105,
    };
    const result = await replayRule(database.sql, await jobOf(definition));
    expect(result.alone.points).toEqual({ points: 105 });
    expect(result.difference.points).toEqual({ points: 105 });
  });

  it('when it is told to stop, then it stops', async () => {
    const stopping = AbortSignal.abort(new Error('enough'));
    await expect(replayRule(database.sql, await jobOf(CHEESE_RULE), { signal: stopping })).rejects.toThrow(
      'enough',
    );
  });
});
