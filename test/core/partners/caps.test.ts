// Daily caps: never passed, whoever asks at the same time; counted by the days of the programme's time zone.
import { type SQL, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { type AskPoints, issuePoints } from '#src/core/partners/issue-points.ts';
import { listCapAlerts } from '#src/core/partners/list-issued-today.ts';
import type { Caller } from '#src/core/partners/partner-shape.ts';
import { readLimits } from '#src/core/partners/read-limits.ts';
import { returnPoints } from '#src/core/partners/return-points.ts';
import { setTerms } from '#src/core/partners/set-terms.ts';
import { Refusal } from '#src/core/refusal.ts';
import { connect, rehearse, transaction } from '#src/db/client.ts';
import type { ApiKeyId, MemberId, PartnerId } from '#src/lib/id.ts';
import { aPartner, someTerms } from '#test/support/a-partner.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { aKey } from '#test/support/an-app.ts';
import { PATIENT, useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let member: MemberId;
let asked = 0;

beforeAll(async () => {
  await aShop(database.db);
  member = (await aMember(database.db)).memberId;
});

const caller = async (partnerId: PartnerId | null, dayCap: bigint | null = null): Promise<Caller> => {
  const fields = { scopes: ['points:issue' as const], partnerId, ...(dayCap !== null && { dayCap }) };
  const { keyId } = await aKey(database, fields);
  return { keyId: keyId as ApiKeyId, partnerId, dayCap };
};
const ask = (by: Caller, points: bigint, fields: Partial<AskPoints> = {}): AskPoints => ({
  by,
  memberId: member,
  key: `k${++asked}`,
  currency: 'points',
  points,
  reference: '',
  at: NOON,
  ...fields,
});
const issue = (input: AskPoints) => transaction(database.db, (tx) => issuePoints(tx, input));
const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return { code: error.code, ...error.details };
  throw error ?? new Error('nothing was refused');
};
const leftFor = async (by: Caller, at = NOON) => (await readLimits(database.db, by, at))[0]?.left;

describe('the cap of a day', () => {
  it('when many call at once, then exactly what fits is given and never a point more', async () => {
    const partnerId = await aPartner(database.db, { dayCap: 100n });
    const callers = [await caller(partnerId), await caller(partnerId)];
    const members = await Promise.all(Array.from({ length: 8 }, () => aMember(database.db)));
    const pool = connect(database.url, { max: 12, applicationName: 'callers', ...PATIENT });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, async (_, place) => {
        const by = callers[place % 2] as Caller;
        const input = ask(by, BigInt(1 + (place % 5)), { memberId: members[place % 8]?.memberId ?? member });
        try {
          return await transaction(pool.db, (tx) => issuePoints(tx, input));
        } catch (error) {
          if (error instanceof Refusal && error.code === 'issuing_cap') return null;
          throw error;
        }
      }),
    );
    await pool.close();
    const [row] = await database.sql<{ given: bigint; counted: bigint }[]>`
      select (select sum(t.amount)::bigint from transfer t join transfer_origin o using (member_id, transfer_id)
          where o.partner_id = ${partnerId}) as given,
        (select issued from issuing_day where holder = ${partnerId}) as counted`;
    expect(outcomes.filter((each) => each === null).length).toBeGreaterThan(10);
    expect(row?.given).toBe(row?.counted);
    expect(row?.given).toBeLessThanOrEqual(100n);
    // Whatever was refused did not fit: the least of them is five points.
    expect(row?.given).toBeGreaterThan(95n);
  });

  it('when nothing fits any more, then it says what is left and when it starts anew, by the shop’s clock', async () => {
    const by = await caller(await aPartner(database.db, { dayCap: 50n }));
    await issue(ask(by, 30n));
    // Noon by UTC is 12:00 in Kyiv in winter: ten hours of the day are left.
    expect(await refusalOf(issue(ask(by, 21n)))).toEqual({
      code: 'issuing_cap',
      left: 20,
      cap: 50,
      seconds: 12 * 3600,
      startsAnewAt: '2026-03-02T22:00:00.000Z',
    });
    expect(await leftFor(by)).toBe(20n);
    await issue(ask(by, 20n));
    expect(await leftFor(by)).toBe(0n);
    const midnight = new Date('2026-03-02T22:00:00Z');
    expect(await refusalOf(issue(ask(by, 1n, { at: new Date(midnight.getTime() - 1) })))).toMatchObject({
      left: 0,
      seconds: 1,
    });
    expect(await issue(ask(by, 50n, { at: midnight }))).toMatchObject({ outcome: 'posted' });
  });

  it('when the same is asked again, then it counts once, though nothing is left', async () => {
    const by = await caller(await aPartner(database.db, { dayCap: 50n }));
    const first = ask(by, 50n);
    const given = await issue(first);
    expect(await issue(first)).toEqual({ ...given, outcome: 'replayed' });
    expect(await leftFor(by)).toBe(0n);
    expect(await refusalOf(issue({ ...first, points: 49n }))).toEqual({ code: 'key_reused' });
    const other = await aMember(database.db);
    expect(await refusalOf(issue({ ...first, memberId: other.memberId }))).toEqual({ code: 'key_reused' });
  });

  it('when points come back, then the day gets no room back', async () => {
    const by = await caller(await aPartner(database.db, { dayCap: 50n }));
    const first = ask(by, 40n);
    await issue(first);
    await transaction(database.db, (tx) =>
      returnPoints(tx, { by, of: 'issue', returns: first.key, key: `${first.key}-r`, at: NOON }),
    );
    expect(await leftFor(by)).toBe(10n);
    expect(await refusalOf(issue(ask(by, 11n)))).toMatchObject({ code: 'issuing_cap', left: 10 });
  });

  it('when the cap is lowered below what was given, then nothing more is, and all is when it is raised', async () => {
    const partnerId = await aPartner(database.db, { dayCap: 50n });
    const by = await caller(partnerId);
    await issue(ask(by, 40n));
    const cap = (dayCap: bigint) =>
      transaction(database.db, (tx) => setTerms(tx, { ...someTerms(partnerId), dayCap }));
    await cap(30n);
    expect(await refusalOf(issue(ask(by, 1n)))).toMatchObject({ left: 0, cap: 30 });
    await cap(60n);
    expect(await issue(ask(by, 20n))).toMatchObject({ outcome: 'posted' });
  });
});

describe('the cap of a key', () => {
  it('when a key has one of its own, then both hold, and another key goes on', async () => {
    const partnerId = await aPartner(database.db, { dayCap: 100n });
    const [small, other] = [await caller(partnerId, 30n), await caller(partnerId)];
    await issue(ask(small, 30n));
    expect(await refusalOf(issue(ask(small, 1n)))).toMatchObject({ left: 0, cap: 30 });
    await issue(ask(other, 70n));
    expect(await leftFor(other)).toBe(0n);
  });

  it('when a key of the shop itself has one, then it holds as well', async () => {
    const by = await caller(null, 25n);
    await issue(ask(by, 20n));
    expect(await refusalOf(issue(ask(by, 6n)))).toMatchObject({ code: 'issuing_cap', left: 5, cap: 25 });
    const free = await caller(null);
    expect(await issue(ask(free, 6_000n))).toMatchObject({ outcome: 'posted' });
    expect(await leftFor(free)).toBeNull();
  });
});

describe('four fifths of a cap', () => {
  it('when they are reached, then it is a concern of that day, until the cap is raised', async () => {
    const partnerId = await aPartner(database.db, { name: 'Пальне поруч', dayCap: 100n });
    const by = await caller(partnerId);
    const alerts = async (at = NOON) =>
      (await listCapAlerts(database.db, { timeZone: 'Europe/Kyiv', at })).filter(
        (each) => each.partnerId === partnerId,
      );
    await issue(ask(by, 79n));
    expect(await alerts()).toEqual([]);
    await issue(ask(by, 1n));
    expect(await alerts()).toMatchObject([
      { name: 'Пальне поруч', currency: 'points', issued: 80, cap: 100 },
    ]);
    expect(await alerts(new Date(NOON.getTime() + 86_400_000))).toEqual([]);
    await transaction(database.db, (tx) => setTerms(tx, { ...someTerms(partnerId), dayCap: 200n }));
    expect(await alerts()).toEqual([]);
  });
});

describe('the audit', () => {
  /** What it finds after a change that is taken back. */
  const findsAfter = (change: SQL) =>
    transaction(database.db, (tx) =>
      rehearse(tx, async (inner) => {
        await inner.execute(change);
        return (await auditLedger(inner)).findings.map(({ rule }) => rule);
      }),
    );

  it('when all that is done, then the books are right', async () => {
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  });

  it('when a counter is not what was given, then it says so', async () => {
    expect(await findsAfter(sql`update issuing_day set issued = issued - 1 where issued > 1`)).toEqual([
      expect.stringMatching(/^what is counted towards a daily cap/),
    ]);
  });

  it('when somebody claims a transfer that nobody made, then it says so', async () => {
    const claim = sql`insert into transfer_origin (asked_by, ask_key, input_hash, member_id, transfer_id, currency, kind,
        key_id, day, recorded_at)
      select asked_by, 'false', '', member_id, 'trf_none', currency, 'redeem', key_id, day, recorded_at
      from transfer_origin limit 1`;
    expect(await findsAfter(claim)).toEqual([expect.stringMatching(/^what another system asked for/)]);
  });
});
