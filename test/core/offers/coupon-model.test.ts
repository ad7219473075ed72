// Random life of coupons beside a plain list of what each member has: taken, used by receipts, given back with goods by
// line or whole, put back, expired, over members and days. COUPONS_RUNS=500 for the long run.
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { expireCoupons } from '#src/core/offers/expire-coupons.ts';
import { withdrawCoupon } from '#src/core/offers/withdraw-coupon.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import { coupon, offer } from '#src/db/schema/offers.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, OfferId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { auditAnew } from '#test/support/audit-anew.ts';
import { checkModel } from '#test/support/check-model.ts';
import { bread, couponShop, milk } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { take, accept, giveBack, couponsOf } = couponShop(database, clock);
const DAY_MS = 86_400_000;
const STOCK = 4;
const PER_MEMBER = 2;
const LIFE_DAYS = 5;

const step = fc.record({
  what: fc.constantFrom(
    'take',
    'take',
    'buy',
    'buy',
    'buy',
    'bring back',
    'bring back',
    'put back',
    'days',
    'sweep',
  ),
  who: fc.nat(2),
  size: fc.nat(4),
  /** Whether milk, which the offer is about, is in the basket, or comes back. */
  withMilk: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the plain list knows of one coupon. */
interface Plain {
  state: 'taken' | 'used' | 'expired' | 'withdrawn';
  endsAt: number;
  /** The receipt that it was used on. */
  on: string | null;
}

interface Bought {
  externalId: string;
  hasMilk: boolean;
  milkBack: boolean;
  breadBack: boolean;
}

interface Life {
  offerId: OfferId;
  people: { memberId: MemberId; coupons: Plain[]; bought: Bought[] }[];
  handedOut: number;
}

beforeAll(() => aShop(database.db));

const refusedAs = async (work: Promise<unknown>): Promise<string | null> =>
  await work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

async function live(life: Life, { what, who, size, withMilk }: Step): Promise<void> {
  const person = life.people[who];
  if (!person) return;
  const now = clock.now().getTime();
  const { memberId, coupons, bought } = person;
  const ready = coupons.find((each) => each.state === 'taken' && each.endsAt > now);
  switch (what) {
    case 'take': {
      const refused = await refusedAs(take(memberId, life.offerId));
      // One that works still is given again.
      if (ready) return expect(refused).toBe(null);
      if (life.handedOut >= STOCK) return expect(refused).toBe('offer_gone');
      const had = coupons.filter((each) => each.state !== 'withdrawn').length;
      if (had >= PER_MEMBER) return expect(refused).toBe('offer_limit');
      expect(refused).toBe(null);
      life.handedOut++;
      coupons.push({ state: 'taken', endsAt: now + LIFE_DAYS * DAY_MS, on: null });
      return;
    }
    case 'buy': {
      const lines = withMilk ? [milk(100_00), bread(60_00)] : [bread(60_00)];
      const receipt = aReceipt({ amountMinor: withMilk ? 160_00n : 60_00n, lines });
      const { discountMinor } = await accept(memberId, { ...receipt, occurredAt: clock.now() });
      expect(discountMinor).toBe(withMilk && ready ? 50_00n : 0n);
      if (withMilk && ready) {
        ready.state = 'used';
        ready.on = receipt.externalId;
      }
      bought.push({
        externalId: receipt.externalId,
        hasMilk: withMilk,
        milkBack: !withMilk,
        breadBack: false,
      });
      return;
    }
    case 'bring back': {
      const one = bought.filter((each) => !each.milkBack || !each.breadBack)[size];
      if (!one) return;
      const wantsMilk = one.hasMilk && !one.milkBack && (withMilk || one.breadBack);
      const lineNo = wantsMilk ? 1 : one.hasMilk ? 2 : 1;
      await giveBack(one.externalId, { lines: [{ lineNo, quantityMilli: 1_000 }] });
      if (wantsMilk) one.milkBack = true;
      else one.breadBack = true;
      const used = coupons.find((each) => each.on === one.externalId && each.state === 'used');
      if (used && one.milkBack) {
        used.state = used.endsAt > now ? 'taken' : 'expired';
        // What is over is somebody else's to have.
        if (used.state === 'expired') life.handedOut--;
      }
      return;
    }
    case 'put back': {
      const [row] = (await couponsOf(memberId)).filter((each) => each.status === 'taken');
      if (!row) return;
      const at = clock.now();
      await transaction(database.db, (tx) => withdrawCoupon(tx, { memberId, couponId: row.couponId, at }));
      const held = coupons.find((each) => each.state === 'taken');
      if (held) held.state = 'withdrawn';
      life.handedOut--;
      return;
    }
    case 'days':
      return clock.set(new Date(now + (size + 1) * DAY_MS));
    case 'sweep': {
      await transaction(database.db, (tx) => expireCoupons(tx, clock.now()));
      const until = now - 3 * DAY_MS;
      for (const each of life.people.flatMap((one) => one.coupons))
        if (each.state === 'taken' && each.endsAt <= until) {
          each.state = 'expired';
          life.handedOut--;
        }
    }
  }
}

async function compare({ offerId, people, handedOut }: Life): Promise<void> {
  for (const { memberId, coupons } of people) {
    const rows = await couponsOf(memberId);
    expect(rows.map((row) => row.status).sort()).toEqual(coupons.map((each) => each.state).sort());
    for (const row of rows) {
      if (row.status === 'used') expect(row.usedAt !== null && row.receiptId !== null).toBe(true);
      if (row.returnedAt !== null) expect(row.usedAt).not.toBe(null);
    }
  }
  const [row] = await database.db.select().from(offer).where(eq(offer.offerId, offerId));
  expect(Number(row?.taken)).toBe(handedOut);
  const [codes] = await database.db
    .select({ all: sql<number>`count(*)::int`, different: sql<number>`count(distinct code)::int` })
    .from(coupon)
    .where(eq(coupon.offerId, offerId));
  expect(codes?.different).toBe(codes?.all);
}

test('coupons are as a plain list says after any life', { timeout: 3_600_000 }, async ({ task }) => {
  const audit = auditAnew(database);
  await checkModel(task, {
    name: 'COUPONS',
    runs: 8,
    lives: fc.array(step, { minLength: 10, maxLength: 30 }),
    async live(steps) {
      clock.set(NOON);
      const where = { field: 'line.category', is: 'is' as const, value: 'milk' };
      const life: Life = {
        offerId: await anOffer(database.db, {
          stock: STOCK,
          perMember: PER_MEMBER,
          lifeDays: LIFE_DAYS,
          effects: [{ kind: 'discountShare', shareBp: 5_000, on: 'lines', where }],
        }),
        people: await Promise.all(
          [0, 1, 2].map(async () => ({ ...(await aMember(database.db)), coupons: [], bought: [] })),
        ),
        handedOut: 0,
      };
      for (const each of steps) {
        await live(life, each);
        await compare(life);
      }
      expect(await audit()).toEqual([]);
      return steps.length;
    },
  });
});
