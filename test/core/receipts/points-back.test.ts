// What came back of goods is booked by the program and counted afterwards by the database: both say the same of any receipt,
// after any returns, of now and of then.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { chooseReturn, type ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { readReturnable } from '#src/core/receipts/read-returnable.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { pointsBack } from '#src/core/receipts/returned-share.ts';
import { Refusal } from '#src/core/refusal.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, ReceiptId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const ruleId: RuleId = 'rul_00000000000000000001';

const goods = fc.record({
  lines: fc.array(
    fc.record({
      quantityMilli: fc.integer({ min: 1, max: 5_000 }),
      amountMinor: fc.integer({ min: 1, max: 300_00 }),
      points: fc.integer({ min: -20, max: 20 }),
      back: fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  /** What the sum is beyond the lines, or below them when a till has taken something off. */
  beyondMinor: fc.integer({ min: -100_00, max: 200_00 }),
  beyondPoints: fc.integer({ min: 0, max: 20 }),
  moreBack: fc.array(fc.integer({ min: 1, max: 100_00 }), { maxLength: 2 }),
  pointsOfNoLine: fc.integer({ min: 0, max: 20 }),
});
type Goods = typeof goods extends fc.Arbitrary<infer T> ? T : never;
type Named = { memberId: MemberId; receiptId: ReceiptId };

beforeAll(async () => {
  await aShop(database.db);
  const effects = [{ kind: 'discountSum', amountMinor: 20_00, on: 'receipt' }];
  const definition = { trigger: { on: 'receipt' }, effects };
  const by = { actor: 'stf_00000000000000000001', at: new Date(NOON.getTime() - 86_400_000) };
  await transaction(database.db, async (tx) => {
    const made = await createRule(tx, { name: 'Less', definition, ...by });
    const { changedAt } = await readRule(tx, made);
    await publishRule(tx, { ruleId: made, changedAt, resetBudget: false, ...by });
  });
});

async function sell({ lines, beyondMinor }: Goods) {
  const listed = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const { memberId } = await aMember(database.db);
  const input = aReceipt({
    occurredAt: clock.now(),
    amountMinor: BigInt(Math.max(1, listed + beyondMinor)),
    lines: lines.map(({ quantityMilli, amountMinor }, place) => ({
      sku: `${place}`,
      name: 'Річ',
      category: '',
      quantityMilli,
      amountMinor,
      priceMinor: amountMinor,
      discountMinor: 0,
    })),
  });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  const { receiptId } = await desk.accept(input, { memberId });
  return { memberId, receiptId, externalId: input.externalId, hasMore: Number(input.amountMinor) > listed };
}

let returns = 0;
/** False where it was more than is left. */
async function bringBack(receiptExternalId: string, what: ReturnedWhat): Promise<boolean> {
  clock.advance(60_000);
  const known = await fresh(database.db).known();
  const at = clock.now();
  const named = { storeId: STORE, receiptExternalId, externalId: `back${++returns}`, what };
  const input = { ...named, acceptedBy: 'key', occurredAt: at, at, known };
  const done = transaction(database.db, (tx) => returnReceipt(tx, input));
  return await done.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false;
      throw error;
    },
  );
}

type Part = { ruleId: RuleId; points: number; lines: [number, number][] };

async function bookedSoFar(named: Named, part: Part): Promise<bigint | null> {
  const now = await transaction(database.db, (tx) => readReturnable(tx, named));
  if (now.receipt.state === 'returned') return BigInt(part.points);
  return pointsBack([part], chooseReturn(now, 'all').before)[0]?.[1] ?? null;
}
async function countedBefore({ memberId, receiptId }: Named, part: Part, before: string) {
  const [row] = await database.sql<{ points: bigint }[]>`
    select points_back(${memberId}, ${receiptId}, ${database.sql.json(part)}, ${before}::text::timestamptz) as points`;
  return row?.points;
}

test('the points of goods that came back are counted as they are booked', { timeout: 120_000 }, async () => {
  const run = async (bought: Goods) => {
    const { externalId, hasMore, ...named } = await sell(bought);
    const { lines, beyondPoints, pointsOfNoLine, moreBack } = bought;
    const shares: Part['lines'] = lines.map(({ points }, place) => [place + 1, points]);
    if (hasMore) shares.push([0, beyondPoints]);
    const points = shares.reduce((sum, [, each]) => sum + each, pointsOfNoLine);
    const part = { ruleId, points, lines: shares };
    const seen: [at: string, points: bigint | null][] = [];
    const look = async () => {
      clock.advance(60_000);
      seen.push([clock.now().toISOString(), await bookedSoFar(named, part)]);
      expect(await countedBefore(named, part, 'infinity')).toBe(seen.at(-1)?.[1]);
    };
    await look();
    const back: ReturnedWhat[] = [
      ...lines.flatMap((line, place) =>
        line.back.map((quantityMilli) => ({ lines: [{ lineNo: place + 1, quantityMilli }] })),
      ),
      ...moreBack.map((amountMinor) => ({ amountMinor })),
      'all',
    ];
    for (const what of back) if (await bringBack(externalId, what)) await look();
    for (const [at, was] of seen) expect(await countedBefore(named, part, at)).toBe(was);
  };
  await fc.assert(fc.asyncProperty(goods, run), { numRuns: 20, endOnFailure: true });
});
