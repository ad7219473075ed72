// Points that partners give and take: what they may, what becomes of them, and how they come back.
import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { noteOrigin } from '#src/core/partners/asked-transfer.ts';
import { changePartner } from '#src/core/partners/change-partner.ts';
import { createPartner } from '#src/core/partners/create-partner.ts';
import { issuePoints } from '#src/core/partners/issue-points.ts';
import type { Caller } from '#src/core/partners/partner-shape.ts';
import { redeemPoints } from '#src/core/partners/redeem-points.ts';
import { type ReturnPoints, returnPoints } from '#src/core/partners/return-points.ts';
import { setTerms } from '#src/core/partners/set-terms.ts';
import { createCurrency } from '#src/core/stores/change-currency.ts';
import { transaction } from '#src/db/client.ts';
import type { ApiKeyId, MemberId, PartnerId } from '#src/lib/id.ts';
import { aPartner, someTerms } from '#test/support/a-partner.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { aKey } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
let partnerId: PartnerId;
let by: Caller;
let asked = 0;

beforeAll(async () => {
  await aShop(database.db, {}, { expiry: 'rolling', expiryMonths: 12 });
  partnerId = await aPartner(database.db, { dayCap: 100_000n });
  by = await caller(partnerId);
  const names = { uk: { other: 'зерен' } };
  await transaction(database.db, (tx) => createCurrency(tx, { currency: 'beans', kind: 'partner', names }));
});

const caller = async (of: PartnerId | null): Promise<Caller> => {
  const { keyId } = await aKey(database, { scopes: ['points:issue'], partnerId: of });
  return { keyId: keyId as ApiKeyId, partnerId: of, dayCap: null };
};
interface Ask {
  memberId: MemberId;
  points: bigint;
  key?: string;
  currency?: string;
  at?: Date;
}
const full = ({ key = `k${++asked}`, currency = 'points', at = NOON, ...rest }: Ask) => ({
  by,
  reference: 'чек 7',
  key,
  currency,
  at,
  ...rest,
});
const issue = (ask: Ask) => transaction(database.db, (tx) => issuePoints(tx, full(ask)));
const redeem = (ask: Ask) => transaction(database.db, (tx) => redeemPoints(tx, full(ask)));
const bringBack = (fields: Pick<ReturnPoints, 'of' | 'returns'> & Partial<ReturnPoints>) =>
  transaction(database.db, (tx) => returnPoints(tx, { by, key: `k${++asked}`, at: NOON, ...fields }));
const balanceOf = (memberId: MemberId, at = NOON) => readBalance(database.db, memberId, at);

describe('giving', () => {
  it('when points are given, then they live by the terms of their currency and say who gave them', async () => {
    const { memberId } = await aMember(database.db);
    const { transferId, balance } = await issue({ memberId, points: 8n });
    expect(balance).toBe(8n);
    expect(await database.sql`select expires_at from lot where member_id = ${memberId}`).toEqual([
      { expires_at: new Date('2027-03-02T22:00:00Z') },
    ]);
    const [row] = await database.sql`
      select t.kind, t.reason, o.partner_id, o.key_id, o.day::text, o.reference
      from transfer t join transfer_origin o using (member_id, transfer_id) where t.transfer_id = ${transferId}`;
    expect(row).toMatchObject({
      kind: 'earn',
      reason: { by: partnerId, name: expect.stringContaining('Кава') as string, reference: 'чек 7' },
      partner_id: partnerId,
      key_id: by.keyId,
      day: '2026-03-02',
    });
    const events = await database.sql`select data from event where member_id = ${memberId}`;
    expect(events).toContainEqual({
      data: { by: partnerId, what: 'issue', amount: '8', balance: '8', currency: 'points' },
    });
  });

  it('when a currency was not agreed on, or only for taking, then it is refused', async () => {
    const { memberId } = await aMember(database.db);
    await expect(issue({ memberId, points: 1n, currency: 'beans' })).rejects.toMatchObject({
      code: 'partner_currency',
    });
    const beans = { currency: 'beans', mayIssue: false, mayRedeem: true };
    await transaction(database.db, (tx) => setTerms(tx, { ...someTerms(partnerId), ...beans }));
    await expect(issue({ memberId, points: 1n, currency: 'beans' })).rejects.toMatchObject({
      code: 'partner_currency',
    });
    await expect(redeem({ memberId, points: 1n, currency: 'beans' })).rejects.toMatchObject({
      code: 'insufficient_points',
    });
  });

  it('when the partner is suspended, then nothing goes, and all again once it is resumed', async () => {
    const { memberId } = await aMember(database.db);
    const turn = (status: 'active' | 'suspended') =>
      transaction(database.db, (tx) => changePartner(tx, { partnerId, status, actor: 'system', at: NOON }));
    await issue({ memberId, points: 2n, key: 'before' });
    await redeem({ memberId, points: 2n, key: 'paid-before' });
    await turn('suspended');
    for (const back of [
      { of: 'issue', returns: 'before' },
      { of: 'redeem', returns: 'paid-before' },
    ] as const)
      await expect(bringBack(back)).rejects.toMatchObject({ code: 'partner_suspended' });
    await expect(issue({ memberId, points: 1n })).rejects.toMatchObject({ code: 'partner_suspended' });
    await expect(redeem({ memberId, points: 1n })).rejects.toMatchObject({ code: 'partner_suspended' });
    await turn('active');
    expect(await issue({ memberId, points: 1n })).toMatchObject({ balance: 1n });
  });
});

describe('a merge meanwhile', () => {
  it('when the member becomes part of another while points wait for them, then the other gets them', async () => {
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    let giving: ReturnType<typeof issue> | undefined;
    await transaction(database.db, async (tx) => {
      await mergeMembers(tx, { from: from.memberId, into: into.memberId, actor: 'system', at: NOON });
      giving = issue({ memberId: from.memberId, points: 8n });
      await until('it to wait', async () => {
        const waiting = await database.sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        return waiting.length === 1;
      });
    });
    expect(await giving).toMatchObject({ memberId: into.memberId, balance: 8n });
  });
});

describe('taking', () => {
  it('when points pay, then those go first that expire first, once for a key', async () => {
    const { memberId } = await aMember(database.db, { balance: 10n, expiresAt: new Date('2026-04-01Z') });
    await issue({ memberId, points: 5n });
    const ask = { memberId, points: 12n, key: 'pay-1' };
    expect(await redeem(ask)).toMatchObject({ outcome: 'posted', points: 12n, balance: 3n });
    expect(await redeem(ask)).toMatchObject({ outcome: 'replayed', balance: 3n });
    await expect(redeem({ memberId, points: 4n })).rejects.toMatchObject({
      code: 'insufficient_points',
      details: { available: 3 },
    });
  });
});

describe('what comes back', () => {
  it('when given points come back in parts, then never more than were given', async () => {
    const { memberId } = await aMember(database.db);
    await issue({ memberId, points: 10n, key: 'sale-1' });
    expect(await bringBack({ of: 'issue', returns: 'sale-1', points: 4n })).toMatchObject({ balance: 6n });
    await expect(bringBack({ of: 'issue', returns: 'sale-1', points: 7n })).rejects.toMatchObject({
      code: 'points_above_left',
      details: { left: 6 },
    });
    expect(await bringBack({ of: 'issue', returns: 'sale-1' })).toMatchObject({ points: 6n, balance: 0n });
    await expect(bringBack({ of: 'issue', returns: 'sale-1' })).rejects.toMatchObject({
      code: 'already_returned',
    });
    await expect(bringBack({ of: 'redeem', returns: 'sale-1' })).rejects.toMatchObject({
      code: 'points_not_found',
    });
  });

  it('when they are spent by then, then they are owed; when they have expired, they are not taken twice', async () => {
    const spender = await aMember(database.db);
    await issue({ memberId: spender.memberId, points: 10n, key: 'sale-2' });
    await redeem({ memberId: spender.memberId, points: 7n });
    await bringBack({ of: 'issue', returns: 'sale-2' });
    expect(await balanceOf(spender.memberId)).toMatchObject({ balance: 0n, debt: 7n });

    const sleeper = await aMember(database.db);
    await issue({ memberId: sleeper.memberId, points: 10n, key: 'sale-3' });
    const later = new Date('2027-03-03T10:00:00Z');
    await transaction(database.db, (tx) => expireLots(tx, later, 100));
    await expect(bringBack({ of: 'issue', returns: 'sale-3', at: later })).rejects.toMatchObject({
      code: 'already_returned',
    });
  });

  it('when paid points come back in parts, then each with the expiry that it had', async () => {
    const soon = new Date('2026-04-01T00:00:00Z');
    const { memberId } = await aMember(database.db, { balance: 10n, expiresAt: soon });
    await issue({ memberId, points: 10n });
    await redeem({ memberId, points: 15n, key: 'pay-2' });
    await bringBack({ of: 'redeem', returns: 'pay-2', points: 5n });
    await bringBack({ of: 'redeem', returns: 'pay-2', points: 4n });
    const { balance, nextExpiry } = await balanceOf(memberId);
    expect(balance).toBe(14n);
    expect(nextExpiry).toEqual({ amount: 4n, expiresAt: soon });
  });

  it('when another partner names the key, then there is nothing to return', async () => {
    const { memberId } = await aMember(database.db);
    await issue({ memberId, points: 10n, key: 'sale-4' });
    const other = await caller(await aPartner(database.db));
    await expect(bringBack({ of: 'issue', returns: 'sale-4', by: other })).rejects.toMatchObject({
      code: 'points_not_found',
    });
  });
});

describe('terms', () => {
  it('when a name is taken, then no second partner has it, whatever its letters', async () => {
    const make = (name: string) =>
      transaction(database.db, (tx) => createPartner(tx, { name, contact: '', actor: 'system', at: NOON }));
    await make('Аптека');
    await expect(make('АПТЕКА')).rejects.toMatchObject({ code: 'partner_name_taken' });
  });

  it('when points are the partner’s own, then they are of its kind and nobody else’s', async () => {
    const set = (of: PartnerId, fields: object) =>
      transaction(database.db, (tx) => setTerms(tx, { ...someTerms(of), ...fields }));
    const other = await aPartner(database.db);
    await expect(set(other, { isOwner: true })).rejects.toMatchObject({
      code: 'partner_owner',
      details: { why: 'kind' },
    });
    // The first partner may take them already.
    await expect(set(other, { currency: 'beans', isOwner: true })).rejects.toMatchObject({
      details: { why: 'taken' },
    });
    await expect(set(other, { currency: 'none' })).rejects.toMatchObject({ code: 'currency_not_found' });
  });
});

describe('whose points they are', () => {
  const names = { uk: { other: 'пелюсток' } };
  const make = (currency: string) =>
    transaction(database.db, (tx) => createCurrency(tx, { currency, kind: 'partner', names }));
  const set = (of: PartnerId, fields: object) =>
    transaction(database.db, (tx) => setTerms(tx, { ...someTerms(of), ...fields }));

  it('when the programme itself has given some, then they get no owner any more, first terms or not', async () => {
    await make('petals');
    const { memberId } = await aMember(database.db);
    const free = await caller(null);
    await transaction(database.db, (tx) =>
      issuePoints(tx, { ...full({ memberId, points: 5n, currency: 'petals' }), by: free }),
    );
    const moved = { code: 'partner_owner', details: { why: 'moved' } };
    const late = await aPartner(database.db);
    await expect(set(late, { currency: 'petals', isOwner: true })).rejects.toMatchObject(moved);
    await set(late, { currency: 'petals' });
    await expect(set(late, { currency: 'petals', isOwner: true })).rejects.toMatchObject(moved);
  });

  it('when two partners are named for them at once, then one of them owns them and the other is refused', async () => {
    await make('leaves');
    const owners = [await aPartner(database.db), await aPartner(database.db)];
    const done = await Promise.allSettled(owners.map((of) => set(of, { currency: 'leaves', isOwner: true })));
    expect(done.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(done.find((each) => each.status === 'rejected')).toMatchObject({
      reason: { details: { why: 'taken' } },
    });
  });
});

it('when all that is done, then the books are right', async () => {
  expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
});

it('when more came back than was given, then the audit finds it', async () => {
  const { memberId } = await aMember(database.db);
  const { transferId: reverses } = await issue({ memberId, points: 10n, key: 'tampered' });
  const times = { occurredAt: NOON, recordedAt: NOON };
  const back = { memberId, currency: 'points', key: 'tampered-back' };
  await transaction(database.db, async (tx) => {
    const { transferId } = await postTransfer(tx, {
      ...back,
      ...times,
      kind: 'reverse',
      account: 'issued',
      amount: -25n,
      canOwe: true,
      lotIds: [],
      reverses,
    });
    const origin = { kind: 'issueReturn', hash: '', returns: 'tampered', timeZone: 'Europe/Kyiv' } as const;
    await noteOrigin(tx, { ...back, ...origin, by, transferId, at: NOON });
  });
  const { findings } = await auditLedger(database.db);
  expect(findings).toMatchObject([
    { rule: expect.stringMatching(/no more than it was/) as string, count: 1 },
  ]);
});
