// Receipts that are told late earn by the terms of their time, whatever the programme has changed since.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { type CurrencyChange, changeCurrency, closeCurrency } from '#src/core/stores/change-currency.ts';
import { changeProgramme } from '#src/core/stores/change-programme.ts';
import { changeTiers, type TierTerms, versionOfTiers } from '#src/core/stores/change-tiers.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { listTiers } from '#src/core/stores/read-programme.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
const daysAgo = (days: number) => new Date(NOON.getTime() - days * 86_400_000);
/** When something is changed in these tests, and a receipt of before it and one of after it. */
const CHANGE = daysAgo(2);
const BEFORE = { occurredAt: daysAgo(3) };
const AFTER = { occurredAt: daysAgo(1) };
const TOBACCO = {
  sku: '7',
  name: 'Тютюн',
  category: 'тютюн ',
  quantityMilli: 1000,
  priceMinor: 100_00,
  discountMinor: 0,
  amountMinor: 100_00,
};

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into currency (currency, kind, expiry) values ('beans', 'points', 'never')`;
  const effects = [{ kind: 'fixed' as const, currency: 'beans', points: 3 }];
  await publishRule(database, 'rul_beans', { effects });
  // Terms become history once somebody has bought by them.
  await (await anInstance())((await aMember(database.db)).memberId, { occurredAt: daysAgo(4) });
});
beforeEach(async () => {
  await database.sql`delete from programme_terms`;
  await database.sql`delete from category`;
  await database.sql`delete from tier where tier_key = 'platinum'`;
  await database.sql`update tier set earn_bp = 500 where tier_key = 'base'`;
});

/** An instance of the service, which has read the rules and the terms as they are by now. */
async function anInstance() {
  const deps = { sql: database.sql, ...fresh(database.db), clock };
  await deps.rules();
  return async (memberId: MemberId, ...receipts: Partial<ReceiptInput>[]) => {
    const brought = receipts.map((fields) => ({ input: aReceipt(fields), member: { memberId } }));
    const outcomes = await acceptLate(deps, brought);
    return outcomes.map((each) => ('earned' in each ? each.earned : each));
  };
}
const change = (work: (tx: Tx) => Promise<unknown>) => transaction(database.db, work);
async function changeShare(
  earnBp: number,
  { at = CHANGE, more = [] }: { at?: Date; more?: TierTerms[] } = {},
) {
  const tiers = await listTiers(database.db);
  const wanted = tiers.map(({ tierKey, fromTurnoverMinor: from, earnBp: now }) => ({
    tierKey,
    from,
    earnBp: tierKey === 'base' ? earnBp : now,
    benefits: { uk: [], ru: [], en: [] },
  }));
  await change((tx) => changeTiers(tx, [...wanted, ...more], { version: versionOfTiers(tiers), at }));
}
const keepOut = (excluded: boolean, at = CHANGE) =>
  change((tx) => excludeCategory(tx, { category: 'Тютюн', excluded, actor, at }));
const changePoints = (fields: CurrencyChange) =>
  change((tx) => changeCurrency(tx, 'points', { ...fields, at: CHANGE }));

describe('a tier whose share has changed', () => {
  test('earns by the old share before the change and by the new one after it, at every instance', async () => {
    const { memberId } = await aMember(database.db);
    const instances = [await anInstance(), await anInstance()];
    await changeShare(1_000);
    for (const bring of instances) {
      expect(await bring(memberId, AFTER, BEFORE)).toEqual([10n, 5n]);
      expect(await bring(memberId, { occurredAt: CHANGE })).toEqual([10n]);
    }
  });

  test('has as many shares as there were times', async () => {
    const { memberId } = await aMember(database.db);
    await changeShare(600, { at: daysAgo(9) });
    await changeShare(800, { at: daysAgo(6) });
    await changeShare(900, { at: daysAgo(4) });
    const bring = await anInstance();
    const days = [10, 8, 5, 3].map((ago) => ({ occurredAt: daysAgo(ago) }));
    expect(await bring(memberId, ...days)).toEqual([5n, 6n, 8n, 9n]);
  });

  test('does not earn by it in the past when the clock of who changed it was behind', async () => {
    const { memberId } = await aMember(database.db);
    await changeShare(600);
    await changeShare(900, { at: daysAgo(30) });
    expect(await (await anInstance())(memberId, BEFORE, AFTER)).toEqual([5n, 9n]);
  });

  test('that was not there yet earns as it does now', async () => {
    const benefits = { uk: [], ru: [], en: [] };
    await changeShare(500, {
      more: [{ tierKey: 'platinum', from: 90_000_00n, earnBp: 2_000, benefits }],
    });
    const { memberId } = await aMember(database.db, { tierKey: 'platinum' });
    const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
    const soon = { occurredAt: new Date(CHANGE.getTime() - 1) };
    expect(await desk.accept(aReceipt(soon), { memberId })).toMatchObject({ earned: 20n });
    await database.sql`update member set tier_key = 'gold' where member_id = ${memberId}`;
  });
});

describe('a category', () => {
  const excludedOf = async (memberId: MemberId) => {
    const rows = await database.sql<{ excluded: boolean }[]>`
      select l.excluded from receipt_line l join receipt r using (member_id, receipt_id)
      where l.member_id = ${memberId} order by r.occurred_at`;
    return rows.map(({ excluded }) => excluded);
  };
  const sold = (fields: Partial<ReceiptInput>) => ({ amountMinor: 100_00n, lines: [TOBACCO], ...fields });

  test('that the law keeps out since takes no points from a receipt of before', async () => {
    const { memberId } = await aMember(database.db);
    const instances = [await anInstance(), await anInstance()];
    await keepOut(true);
    for (const bring of instances) expect(await bring(memberId, sold(BEFORE), sold(AFTER))).toEqual([5n, 0n]);
    expect(await excludedOf(memberId)).toEqual([false, false, true, true]);
  });

  test('that was let in since gives none to a receipt of before', async () => {
    const { memberId } = await aMember(database.db);
    await keepOut(true, daysAgo(8));
    const bring = await anInstance();
    await keepOut(false);
    expect(await bring(memberId, sold(BEFORE), sold(AFTER))).toEqual([0n, 5n]);
    expect(await excludedOf(memberId)).toEqual([true, false]);
  });
});

describe('points', () => {
  test('end and are capped by the terms that their currency had', async () => {
    const { memberId } = await aMember(database.db);
    const bring = await anInstance();
    await changePoints({ expiryMonths: 1, capReceipt: 2n });
    expect(await bring(memberId, BEFORE, AFTER)).toEqual([5n, 2n]);
    const lots = await database.sql<{ months: number }[]>`
      select round(extract(epoch from expires_at - active_at) / 86400 / 30.4)::integer as months
      from lot where member_id = ${memberId} and currency = 'points' order by active_at`;
    expect(lots.map(({ months }) => months)).toEqual([12, 1]);
    await changePoints({ expiryMonths: 12, capReceipt: null });
  });

  test('are given by what one was worth, and pay what one is worth', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const bring = await anInstance();
    await change((tx) => changeProgramme(tx, { pointValueMinor: 500n }, CHANGE));
    expect(await bring(memberId, BEFORE, AFTER)).toEqual([5n, 1n]);
    const { known, rules } = fresh(database.db);
    const readers = { known: await known(), rules: await rules() };
    const receipt = aReceipt(BEFORE);
    const quote = await quoteReceipt(database.db, { memberId, receipt, at: NOON, ...readers });
    expect(quote).toMatchObject({ earn: 5n, maximumBurn: 10n });
    await database.sql`update programme set point_value_minor = 100`;
  });

  test('of a currency that is closed by now come to receipts of before', async () => {
    const { memberId } = await aMember(database.db);
    const bring = await anInstance();
    await change((tx) => closeCurrency(tx, 'beans', { closed: true, at: CHANGE }));
    await bring(memberId, BEFORE, AFTER);
    const rows = await database.sql`
      select occurred_at as "occurredAt" from transfer where member_id = ${memberId} and currency = 'beans'`;
    expect(rows).toEqual([BEFORE]);
  });
});
