// Settlements: what they cost, where a month ends, and that all of them together are the ledger.
import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { giveBackExpired } from '#src/core/ledger/give-back-expired.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { issuePoints } from '#src/core/partners/issue-points.ts';
import { listPartners } from '#src/core/partners/list-partners.ts';
import type { Caller } from '#src/core/partners/partner-shape.ts';
import { redeemPoints } from '#src/core/partners/redeem-points.ts';
import { returnPoints } from '#src/core/partners/return-points.ts';
import { setTerms } from '#src/core/partners/set-terms.ts';
import { readSettledMonth } from '#src/core/reports/read-settled-month.ts';
import {
  listExpiredOf,
  listSettledTransfers,
  listSettlementLines,
  spanOfMonths,
} from '#src/core/reports/read-settlement.ts';
import { createCurrency } from '#src/core/stores/change-currency.ts';
import { transaction } from '#src/db/client.ts';
import type { ApiKeyId, MemberId, PartnerId, TransferId } from '#src/lib/id.ts';
import { aPartner, someTerms } from '#test/support/a-partner.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { aKey } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const timeZone = 'Europe/Kyiv';
const DAY_MS = 86_400_000;
/** In Kyiv summer time began two days before: the last moment of March, and the first of April. */
const LAST = new Date('2026-03-31T20:59:59.999Z');
const FIRST = new Date('2026-03-31T21:00:00.000Z');
let asked = 0;

beforeAll(async () => {
  await aShop(database.db, {}, { expiry: 'rolling', expiryMonths: 1 });
  const names = { uk: { other: 'зерен' } };
  const never = { expiry: 'never' } as const;
  await transaction(database.db, (tx) =>
    createCurrency(tx, { currency: 'beans', kind: 'partner', names, ...never }),
  );
});

const caller = async (partnerId: PartnerId | null): Promise<Caller> => {
  const { keyId } = await aKey(database, { scopes: ['points:issue'], partnerId });
  return { keyId: keyId as ApiKeyId, partnerId, dayCap: null };
};
interface Ask {
  memberId: MemberId;
  points: bigint;
  at?: Date;
  key?: string;
  currency?: string;
}
const full = (by: Caller, { key = `k${++asked}`, currency = 'points', at = NOON, ...rest }: Ask) => ({
  by,
  key,
  currency,
  at,
  reference: `чек ${asked}`,
  ...rest,
});
const issue = (by: Caller, ask: Ask) => transaction(database.db, (tx) => issuePoints(tx, full(by, ask)));
const redeem = (by: Caller, ask: Ask) => transaction(database.db, (tx) => redeemPoints(tx, full(by, ask)));
const bringBack = (by: Caller, of: 'issue' | 'redeem', returns: string, at = NOON, points?: bigint) =>
  transaction(database.db, (tx) => returnPoints(tx, { by, of, returns, key: `k${++asked}`, at, points }));
/** The programme's own doing. */
const own = (memberId: MemberId, amount: bigint, fields: { currency?: string; at?: Date } = {}) =>
  transaction(database.db, (tx) => {
    const { currency = 'points', at = NOON } = fields;
    return postTransfer(tx, {
      memberId,
      currency,
      amount,
      key: `own${++asked}`,
      occurredAt: at,
      recordedAt: at,
      ...(amount > 0n ? { kind: 'earn', account: 'issued' } : { kind: 'burn', account: 'burnt' }),
    });
  });
const linesOf = async (partnerId: PartnerId, month: string) =>
  (
    await listSettlementLines(database.db, { partnerId, timeZone, span: spanOfMonths(month, { timeZone }) })
  ).map(({ actor, side, points, priceMinor, owedMinor }) => [actor, side, points, priceMinor, owedMinor]);

describe('who owes whom', () => {
  it('when a partner gives the programme’s points, then it pays for them, and is paid for those it takes', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    await issue(by, { memberId, points: 100n, key: 'sale' });
    await redeem(by, { memberId, points: 30n, key: 'paid' });
    await bringBack(by, 'issue', 'sale', NOON, 10n);
    await bringBack(by, 'redeem', 'paid', NOON, 5n);
    expect(await linesOf(partnerId, '2026-03')).toEqual([
      ['partner', 'issued', 100n, 90n, 9_000n],
      ['partner', 'issueReturned', -10n, 90n, -900n],
      ['partner', 'redeemed', -30n, 80n, -2_400n],
      ['partner', 'redeemReturned', 5n, 80n, 400n],
    ]);
  });

  it('when points are the partner’s own, then the programme pays for what it gives, and the partner nothing', async () => {
    const partnerId = await aPartner(database.db);
    await transaction(database.db, (tx) =>
      setTerms(tx, {
        ...someTerms(partnerId),
        currency: 'beans',
        isOwner: true,
        issueMinor: 25n,
        redeemMinor: 20n,
      }),
    );
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    await own(memberId, 40n, { currency: 'beans' });
    await own(memberId, -10n, { currency: 'beans' });
    await issue(by, { memberId, points: 7n, currency: 'beans' });
    expect(await linesOf(partnerId, '2026-03')).toEqual([
      ['partner', 'issued', 7n, 0n, 0n],
      ['programme', 'issued', 40n, 25n, -1_000n],
      ['programme', 'redeemed', -10n, 20n, 200n],
    ]);
  });

  it('when a price changes, then each point keeps the price of its time, and so does what comes back later', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    const [tenth, later] = [new Date(NOON.getTime() + 8 * DAY_MS), new Date(NOON.getTime() + 9 * DAY_MS)];
    await issue(by, { memberId, points: 10n, key: 'cheap' });
    await transaction(database.db, (tx) =>
      setTerms(tx, { ...someTerms(partnerId), issueMinor: 100n, at: tenth }),
    );
    await issue(by, { memberId, points: 10n, at: later });
    await bringBack(by, 'issue', 'cheap', later, 4n);
    expect(await linesOf(partnerId, '2026-03')).toEqual([
      ['partner', 'issued', 10n, 90n, 900n],
      ['partner', 'issued', 10n, 100n, 1_000n],
      ['partner', 'issueReturned', -4n, 90n, -360n],
    ]);
  });
});

describe('merges', () => {
  const joined = (from: MemberId, into: MemberId, at: Date) =>
    transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor: 'system', at }));
  const day = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

  it('when the one at whom a return was booked becomes part of a third, then a settled month stays as it was', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const [a, b, c] = [await aMember(database.db), await aMember(database.db), await aMember(database.db)];
    await issue(by, { memberId: a.memberId, points: 10n, key: 'joined' });
    await transaction(database.db, (tx) =>
      setTerms(tx, { ...someTerms(partnerId), issueMinor: 200n, at: day(1) }),
    );
    await joined(a.memberId, b.memberId, day(2));
    await bringBack(by, 'issue', 'joined', day(3));
    const before = await linesOf(partnerId, '2026-03');
    expect(before).toEqual([
      ['partner', 'issued', 10n, 90n, 900n],
      ['partner', 'issueReturned', -10n, 90n, -900n],
    ]);
    await joined(b.memberId, c.memberId, day(4));
    expect(await linesOf(partnerId, '2026-03')).toEqual(before);
  });

  it('when points expire with the one that their member has become part of, then they are still told', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const [a, b, c] = [await aMember(database.db), await aMember(database.db), await aMember(database.db)];
    await issue(by, { memberId: a.memberId, points: 9n });
    await redeem(by, { memberId: a.memberId, points: 2n });
    await joined(a.memberId, b.memberId, day(1));
    await redeem(by, { memberId: b.memberId, points: 3n });
    await joined(b.memberId, c.memberId, day(2));
    await transaction(database.db, (tx) => expireLots(tx, new Date('2026-05-10T10:00:00Z'), 1_000));
    const span = spanOfMonths('2026-05', { timeZone });
    expect(await listExpiredOf(database.db, { partnerId, span, timeZone })).toEqual([
      { month: '2026-05', currency: 'points', points: 4n },
    ]);
  });
});

describe('a month', () => {
  it('when midnight passes in the programme’s zone, then the next month begins, to the millisecond', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    await issue(by, { memberId, points: 1n, at: LAST, key: 'last' });
    await issue(by, { memberId, points: 2n, at: FIRST });
    await bringBack(by, 'issue', 'last', FIRST);
    expect(await linesOf(partnerId, '2026-03')).toEqual([['partner', 'issued', 1n, 90n, 90n]]);
    expect(await linesOf(partnerId, '2026-04')).toEqual([
      ['partner', 'issued', 2n, 90n, 180n],
      ['partner', 'issueReturned', -1n, 90n, -90n],
    ]);
  });

  it('when points that a partner gave expire unused, then that is told and costs nothing', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    await issue(by, { memberId, points: 9n });
    await own(memberId, 5n);
    await redeem(by, { memberId, points: 2n });
    const at = new Date('2026-05-10T10:00:00Z');
    await transaction(database.db, (tx) => expireLots(tx, at, 1_000));
    const span = spanOfMonths('2026-05', { timeZone });
    expect(await listExpiredOf(database.db, { partnerId, span, timeZone })).toEqual([
      { month: '2026-05', currency: 'points', points: 7n },
    ]);
    expect(await linesOf(partnerId, '2026-05')).toEqual([]);
  });

  it('when expired points are given back and expire again, then they are told once in all', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    await issue(by, { memberId, points: 9n });
    const expire = (at: Date) => transaction(database.db, (tx) => expireLots(tx, at, 1_000));
    await expire(new Date('2026-05-10T10:00:00Z'));
    const [expired] = await database.sql<{ transferId: TransferId }[]>`
      select transfer_id as "transferId" from transfer where member_id = ${memberId} and kind = 'expire'`;
    if (!expired) throw new Error('nothing has expired');
    const back = { memberId, of: memberId, ...expired, at: new Date('2026-06-10T10:00:00Z') };
    await transaction(database.db, (tx) => giveBackExpired(tx, back));
    const told = async (month: string) => {
      const span = spanOfMonths(month, { timeZone });
      return (await listExpiredOf(database.db, { partnerId, span, timeZone })).map(({ points }) => points);
    };
    expect([await told('2026-05'), await told('2026-06')]).toEqual([[9n], [-9n]]);
    await expire(new Date('2026-07-10T10:00:00Z'));
    expect(await told('2026-07')).toEqual([9n]);
  });

  it('when a line is opened, then its transfers are those that it is made of, page by page', async () => {
    const partnerId = await aPartner(database.db);
    const by = await caller(partnerId);
    const { memberId } = await aMember(database.db);
    for (let place = 0; place < 5; place++) await issue(by, { memberId, points: BigInt(place + 1) });
    await redeem(by, { memberId, points: 3n });
    const span = spanOfMonths('2026-03', { timeZone });
    const only = { currency: 'points', actor: 'partner', side: 'issued' } as const;
    const first = await listSettledTransfers(database.db, { partnerId, span, only, limit: 3 });
    const after = first.at(-1);
    const rest = await listSettledTransfers(database.db, { partnerId, span, only, after, limit: 9 });
    const all = [...first, ...rest];
    expect(all.map(({ points }) => points)).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(all.every((each) => each.owedMinor === each.points * 90n && each.keyId === by.keyId)).toBe(true);
    const [line] = await listSettlementLines(database.db, { partnerId, span, timeZone });
    expect(line).toMatchObject({ side: 'issued', transfers: 5, points: 15n });
  });
});

describe('all settlements together', () => {
  it('when partners and the programme live for weeks, then they are the ledger of each month, to the point', async () => {
    const [first, second, free] = [
      await caller(await aPartner(database.db, { dayCap: 1_000_000n })),
      await caller(await aPartner(database.db, { dayCap: 1_000_000n })),
      await caller(null),
    ];
    const members = await Promise.all(Array.from({ length: 4 }, () => aMember(database.db)));
    // The same life every time: what happens is told by the number of the step.
    for (let step = 0; step < 120; step++) {
      const at = new Date(NOON.getTime() + step * 13 * 3_600_000);
      const { memberId } = members[(step * 7) % 4] ?? { memberId: 'mem_none' };
      const by = [first, second, free][step % 3] as Caller;
      const key = `life${step}`;
      const points = BigInt(5 + ((step * 31) % 40));
      await issue(by, { memberId, points, key, at });
      if (step % 4 === 1) await own(memberId, points, { at });
      if (step % 4 === 2) await own(memberId, 3n, { currency: 'beans', at });
      if (step % 3 === 0) await redeem(by, { memberId, points: 4n, key: `${key}p`, at });
      if (step % 6 === 0) await bringBack(by, 'redeem', `${key}p`, at, 2n);
      if (step % 5 === 0) await bringBack(by, 'issue', key, at, 1n);
      if (step % 10 === 0) await transaction(database.db, (tx) => expireLots(tx, at, 100));
    }
    for (const month of ['2026-03', '2026-04', '2026-05']) {
      const span = spanOfMonths(month, { timeZone });
      const rows = await readSettledMonth(database.db, { span, timeZone });
      const settled = new Map<string, bigint>();
      for (const { currency, issued, redeemed, other } of rows)
        for (const [name, { points }] of Object.entries({ issued, redeemed, other }))
          settled.set(`${currency} ${name}`, (settled.get(`${currency} ${name}`) ?? 0n) + points);
      const books = await database.sql<{ name: string; points: bigint }[]>`
        select e.currency || ' ' || case e.account when 'issued' then 'issued' when 'burnt' then 'redeemed' else 'other' end as name,
          sum(-e.amount)::bigint as points
        from entry e join transfer t using (member_id, transfer_id)
        where e.account <> 'member' and t.recorded_at >= ${span.from} and t.recorded_at < ${span.until} group by 1`;
      const [count] = await database.sql<{ transfers: number }[]>`
        select count(*)::integer as transfers from transfer
        where recorded_at >= ${span.from} and recorded_at < ${span.until}`;
      const told = rows.reduce(
        (sum, row) => sum + row.issued.transfers + row.redeemed.transfers + row.other.transfers,
        0,
      );
      expect(books.length).toBeGreaterThan(2);
      expect([month, told]).toEqual([month, count?.transfers]);
      expect(Object.fromEntries([...settled].filter(([, points]) => points !== 0n))).toEqual(
        Object.fromEntries(
          books.filter(({ points }) => points !== 0n).map(({ name, points }) => [name, points]),
        ),
      );
    }
    expect((await listPartners(database.db)).length).toBeGreaterThan(2);
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  });
});
