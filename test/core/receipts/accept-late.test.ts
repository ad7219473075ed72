import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { postBatch, type ReceiptOfMember } from '#src/core/receipts/post-batch.ts';
import { Refusal } from '#src/core/refusal.ts';
import { member, tierChange } from '#src/db/schema/members.ts';
import { ruleVersion } from '#src/db/schema/rules.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type AMember, aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS);

beforeAll(() => aShop(database.db));

const bring = (brought: ReceiptOfMember[]) =>
  acceptLate({ sql: database.sql, ...fresh(database.db), clock }, brought);

const of = ({ memberId }: AMember, fields: Parameters<typeof aReceipt>[0] = {}): ReceiptOfMember => ({
  input: aReceipt({ occurredAt: daysAgo(3), ...fields }),
  member: { memberId },
});

const balance = async ({ memberId }: AMember) => (await readBalance(database.db, memberId, NOON)).balance;

describe('a batch of a till that was cut off', () => {
  test('has an outcome for each, and a bad one harms nobody', async () => {
    const member = await aMember(database.db);
    const other = await aMember(database.db);
    const outcomes = await bring([
      of(member),
      { input: aReceipt({ occurredAt: daysAgo(2) }), member: { cardNumber: '2900000000000' } },
      of(other, { amountMinor: 0n }),
      of(other, { occurredAt: daysAgo(500) }),
      of(other, { number: 'a'.repeat(3), amountMinor: 200_00n }),
    ]);
    expect(outcomes[0]).toMatchObject({ outcome: 'accepted', earned: 5n });
    expect(outcomes.slice(1, 4).map((each) => each instanceof Refusal && each.code)).toEqual([
      'card_not_found',
      'amount_not_valid',
      'receipt_too_old',
    ]);
    expect(outcomes[4]).toMatchObject({ outcome: 'accepted', earned: 10n });
    expect(await balance(other)).toBe(10n);
  });

  test('brought twice, and with a repeat inside of it, earns once', async () => {
    const member = await aMember(database.db);
    const batch = [of(member), of(member), of(member)];
    const [first] = batch;
    const twice = first ? [...batch, first] : batch;
    const outcomes = await bring(twice);
    expect(outcomes.map((each) => (each instanceof Refusal ? each.code : each.outcome))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'replayed',
    ]);
    const again = await bring(twice);
    expect(again.every((each) => !(each instanceof Refusal) && each.outcome === 'replayed')).toBe(true);
    expect(await balance(member)).toBe(15n);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  test('when the member had another tier then, earns by that one', async () => {
    const late = await aMember(database.db, { tierKey: 'gold' });
    await database.db
      .insert(tierChange)
      .values({ memberId: late.memberId, changedAt: daysAgo(2), fromTier: 'base', toTier: 'gold' });
    const [then, since] = await bring([of(late), of(late, { occurredAt: daysAgo(1) })]);
    expect(then).toMatchObject({ earned: 5n });
    expect(since).toMatchObject({ earned: 10n });
    const [row] = await database.db.select().from(member).where(eq(member.memberId, late.memberId));
    expect(row?.tierKey).toBe('gold');
  });

  test('when the rules were others then, earns by those', async () => {
    const [base] = await database.db.select().from(ruleVersion);
    if (!base) throw new Error('there is no base rule');
    const doubled = {
      ...(base.definition as object),
      effects: [{ kind: 'share', currency: 'points', shareBp: 1_000 }],
    };
    await database.db
      .update(ruleVersion)
      .set({ liveUntil: daysAgo(2) })
      .where(eq(ruleVersion.ruleId, base.ruleId));
    await database.db.insert(ruleVersion).values({
      ...base,
      version: base.version + 1,
      definition: doubled,
      liveFrom: daysAgo(2),
      liveUntil: null,
    });
    const member = await aMember(database.db);
    const outcomes = await bring([of(member, { occurredAt: daysAgo(1) }), of(member)]);
    expect(outcomes).toMatchObject([{ earned: 10n }, { earned: 5n }]);
  });

  test('of one member comes out as if the receipts had come one after the other, the oldest first', async () => {
    const member = await aMember(database.db);
    // Silver begins at 10 000,00: the second is counted by it, whatever the order in which they are brought.
    const outcomes = await bring([
      of(member, { amountMinor: 1_000_00n, occurredAt: new Date(daysAgo(3).getTime() + 1_000) }),
      of(member, { amountMinor: 10_000_00n }),
    ]);
    expect(outcomes).toMatchObject([{ earned: 70n }, { earned: 500n }]);
  });

  test('when one item breaks the statement, then only that one fails', async () => {
    const member = await aMember(database.db);
    const bad = of(await aMember(database.db), { number: 'half \ud800 pair' });
    const deps = { sql: database.sql, ...fresh(database.db) };
    const outcomes = await postBatch(
      deps,
      [of(member), { ...bad, input: { ...bad.input, number: 'zero \u0000' } }],
      {
        at: NOON,
      },
    );
    expect(outcomes[0]).toMatchObject({ outcome: 'accepted' });
    expect(outcomes[1]).toHaveProperty('error');
  });
});
