import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { listTransfers } from '#src/core/ledger/list-transfers.ts';
import { moveAllPoints } from '#src/core/ledger/move-all-points.ts';
import { lotOf, postTransfer, type TransferInput } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);

beforeAll(() => aShop(database.db));

function adjust(memberId: MemberId, fields: Partial<TransferInput> = {}): TransferInput {
  const common = { kind: 'adjust', account: 'adjusted', occurredAt: NOON, recordedAt: NOON } as const;
  return { memberId, amount: 10n, key: 'one', ...common, ...fields };
}

const post = (input: TransferInput) => transaction(database.db, (tx) => postTransfer(tx, input));

describe('a transfer', () => {
  test('is posted once, however often it is sent', async () => {
    const { memberId } = await aMember(database.db);
    const first = await post(adjust(memberId));
    const again = await post(adjust(memberId, { recordedAt: days(1) }));
    expect(first).toMatchObject({ outcome: 'posted', balance: 10n });
    expect(again).toEqual({ outcome: 'replayed', transferId: first.transferId, balance: 10n });
  });

  test('is refused when its key stood for something else', async () => {
    const { memberId } = await aMember(database.db);
    await post(adjust(memberId));
    await expect(post(adjust(memberId, { amount: 11n }))).rejects.toMatchObject({ code: 'key_reused' });
  });

  test('is refused when it takes more than is there, and says how much is', async () => {
    const { memberId } = await aMember(database.db, { balance: 40n });
    const refused = post(adjust(memberId, { amount: -41n }));
    await expect(refused).rejects.toEqual(new Refusal('insufficient_points', { available: 40 }));
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(40n);
  });

  test('is refused for somebody who has no account', async () => {
    await expect(post(adjust('mem_00000000000000000000'))).rejects.toMatchObject({
      code: 'member_not_found',
    });
  });

  test('cannot be changed or removed by anyone', async () => {
    const { memberId } = await aMember(database.db, { balance: 5n });
    for (const table of ['transfer', 'entry', 'lot_use', 'consent', 'audit_log']) {
      await database.sql`insert into audit_log (actor, action, subject, recorded_at) values ('a', 'b', 'c', now())`;
      await post(adjust(memberId, { amount: -1n, key: `spent before touching ${table}` }));
      await expect(database.sql.unsafe(`truncate ${table}`)).rejects.toThrow('append-only');
    }
    await expect(database.sql`update transfer set amount = 6`).rejects.toThrow('append-only');
    await expect(database.sql`delete from entry`).rejects.toThrow('append-only');
    await expect(database.sql`update lot_use set amount = 9`).rejects.toThrow('append-only');
    await expect(database.sql`delete from audit_log`).rejects.toThrow('append-only');
  });
});

describe('a balance', () => {
  test('tells what is pending, what can be burnt and what expires next', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n, expiresAt: days(40) });
    await post(adjust(memberId, { amount: 7n, key: 'later', activeAt: days(3), expiresAt: days(300) }));
    await post(adjust(memberId, { amount: 20n, key: 'soon', expiresAt: days(10) }));
    expect(await readBalance(database.db, memberId, NOON)).toEqual({
      balance: 127n,
      debt: 0n,
      spendable: 120n,
      held: 0n,
      pending: [{ amount: 7n, activeAt: days(3), waitsFor: null }],
      nextExpiry: { amount: 20n, expiresAt: days(10) },
    });
  });

  test('is burnt first where it expires first', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n, expiresAt: days(40) });
    await post(adjust(memberId, { amount: 20n, key: 'soon', expiresAt: days(10) }));
    await post(adjust(memberId, { amount: -30n, key: 'spent' }));
    const { balance, nextExpiry } = await readBalance(database.db, memberId, NOON);
    expect({ balance, nextExpiry }).toEqual({
      balance: 90n,
      nextExpiry: { amount: 90n, expiresAt: days(40) },
    });
  });

  test('is burnt in the order in which it came where all of it expires at one moment', async () => {
    const { memberId } = await aMember(database.db);
    const lots = [];
    for (let n = 0; n < 8; n++) {
      const gain = adjust(memberId, { amount: 1n, key: `gain ${n}`, expiresAt: days(10) });
      lots.push(lotOf((await post(gain)).transferId));
    }
    for (let n = 0; n < 8; n++) await post(adjust(memberId, { amount: -1n, key: `spent ${n}` }));
    const drawn = await database.sql<{ lot: string }[]>`
      select u.lot_id as lot from lot_use u join transfer t using (member_id, transfer_id)
      where u.member_id = ${memberId} order by t.idempotency_key`;
    expect(drawn.map((each) => each.lot)).toEqual(lots);
  });

  test('never falls below zero when 32 callers spend it at once', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const results = await Promise.allSettled(
      Array.from({ length: 32 }, (_, caller) =>
        post(adjust(memberId, { amount: -10n, key: `caller ${caller}` })),
      ),
    );
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(10);
    expect(await readBalance(database.db, memberId, NOON)).toMatchObject({ balance: 0n, spendable: 0n });
  });
});

describe('a debt', () => {
  /** 40 points were earned and spent, then taken back. */
  async function inDebt() {
    const { memberId } = await aMember(database.db);
    const earned = await post(adjust(memberId, { amount: 40n, key: 'earned' }));
    await post(adjust(memberId, { amount: -30n, key: 'spent' }));
    const lotIds = [lotOf(earned.transferId)];
    await post(adjust(memberId, { amount: -40n, key: 'back', kind: 'reverse', lotIds, canOwe: true }));
    return memberId;
  }

  test('is what was taken back beyond what was there, and shows as a balance of zero', async () => {
    const memberId = await inDebt();
    const balance = await readBalance(database.db, memberId, NOON);
    expect(balance).toMatchObject({ balance: 0n, debt: 30n, spendable: 0n });
  });

  test('shows below zero when the programme says so', async () => {
    const memberId = await inDebt();
    await database.sql`update programme set return_policy = 'negative'`;
    const { balance } = await readBalance(database.db, memberId, NOON);
    await database.sql`update programme set return_policy = 'debt'`;
    expect(balance).toBe(-30n);
  });

  test('is paid by the next gains, those first that expire first', async () => {
    const memberId = await inDebt();
    await post(adjust(memberId, { amount: 20n, key: 'next' }));
    expect(await readBalance(database.db, memberId, NOON)).toMatchObject({ balance: 0n, debt: 10n });
    const lots = [
      { amount: 15n, expiresAt: days(90) },
      { amount: 15n, expiresAt: days(9) },
    ];
    await post(adjust(memberId, { amount: 30n, key: 'more', lots }));
    expect(await readBalance(database.db, memberId, NOON)).toMatchObject({
      balance: 20n,
      debt: 0n,
      spendable: 20n,
      nextExpiry: { amount: 5n, expiresAt: days(9) },
    });
  });
});

describe('points of another currency', () => {
  test('are counted apart, and are zero for who never had any', async () => {
    const { memberId } = await aMember(database.db, { balance: 5n });
    const none = await readBalance(database.db, memberId, NOON, 'stickers');
    expect(none).toMatchObject({ balance: 0n, spendable: 0n, pending: [], nextExpiry: null });
    await post(adjust(memberId, { amount: 3n, currency: 'stickers' }));
    expect((await readBalance(database.db, memberId, NOON, 'stickers')).balance).toBe(3n);
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(5n);
  });
});

describe('points that expire', () => {
  test('leave by a transfer of their own, once, and what was burnt before stays burnt', async () => {
    const { memberId } = await aMember(database.db, { balance: 50n, expiresAt: days(5) });
    await post(adjust(memberId, { amount: -20n, key: 'spent' }));
    const expire = () => transaction(database.db, (tx) => expireLots(tx, days(5), 1_000));
    await Promise.all([expire(), expire()]);
    expect(await expire()).toBe(0);
    const [newest] = await listTransfers(database.db, memberId, { limit: 1 });
    expect(newest).toMatchObject({ kind: 'expire', amount: -30n });
    const told =
      await database.sql`select data->>'amount' as amount from event where member_id = ${memberId}`;
    expect([...told]).toEqual([{ amount: '30' }]);
  });

  test('cannot be burnt from the moment on, even before the worker has come', async () => {
    const { memberId } = await aMember(database.db, { balance: 50n, expiresAt: days(5) });
    const late = adjust(memberId, { amount: -1n, occurredAt: days(5) });
    await expect(post(late)).rejects.toMatchObject({
      code: 'insufficient_points',
      details: { available: 0 },
    });
  });
});

describe('moving all points', () => {
  test('keeps each lot with its own expiry and moves nothing twice', async () => {
    const from = await aMember(database.db, { balance: 30n, expiresAt: days(30) });
    const to = await aMember(database.db, { balance: 5n });
    await post(adjust(from.memberId, { amount: 12n, key: 'second', expiresAt: days(60), activeAt: days(1) }));
    const move = () =>
      transaction(database.db, (tx) =>
        moveAllPoints(tx, { from: from.memberId, to: to.memberId, at: NOON, reason: 'plastic' }),
      );
    expect(await move()).toBe(42n);
    expect(await move()).toBe(0n);
    expect(await readBalance(database.db, to.memberId, NOON)).toMatchObject({
      balance: 47n,
      pending: [{ amount: 12n, activeAt: days(1), waitsFor: null }],
      nextExpiry: { amount: 30n, expiresAt: days(30) },
    });
    expect(await readBalance(database.db, from.memberId, NOON)).toMatchObject({ balance: 0n });
  });

  test('takes every currency, what waits for an action, and debts along', async () => {
    const { memberId: from } = await aMember(database.db);
    const { memberId: to } = await aMember(database.db, { balance: 50n });
    await post(adjust(from, { amount: 4n, key: 'stickers', currency: 'stickers' }));
    const first = await post(adjust(from, { amount: 20n, key: 'earned' }));
    await post(adjust(from, { amount: -20n, key: 'spent' }));
    const lotIds = [lotOf(first.transferId)];
    await post(adjust(from, { amount: -20n, key: 'back', kind: 'reverse', lotIds, canOwe: true }));
    const waiting = [{ amount: 9n, waitsFor: 'survey' }];
    await post(adjust(to, { amount: 9n, key: 'waits', lots: waiting }));
    const move = { at: NOON, reason: 'same person' };
    await transaction(database.db, (tx) => moveAllPoints(tx, { ...move, from, to }));
    expect(await readBalance(database.db, from, NOON)).toMatchObject({ balance: 0n, debt: 0n });
    expect(await readBalance(database.db, to, NOON)).toMatchObject({ balance: 39n, spendable: 30n });
    expect((await readBalance(database.db, to, NOON, 'stickers')).balance).toBe(4n);
    await transaction(database.db, (tx) => moveAllPoints(tx, { ...move, from: to, to: from }));
    const { pending } = await readBalance(database.db, from, NOON);
    expect(pending).toEqual([{ amount: 9n, activeAt: null, waitsFor: 'survey' }]);
  });
});

describe('the audit', () => {
  test('finds nothing wrong with all that was done above', async () => {
    const report = await auditLedger(database.db);
    expect(report.findings).toEqual([]);
    expect(report.entries).toBe(report.transfers * 2n);
  });

  const damages: [rule: string, damage: string][] = [
    ['a balance is the sum', `update account set balance = balance + 1 where member_id = $1`],
    [
      'versions run without gaps',
      `update entry set version = version + 7 where account = 'member' and member_id = $1`,
    ],
    ['entries of a transfer sum to zero', `delete from entry where account = 'adjusted' and member_id = $1`],
    [
      'a balance is what the lots hold less what is owed',
      `update lot set remaining = remaining - 1 where member_id = $1`,
    ],
    ['what a lot has lost', `update lot set remaining = remaining - 1 where member_id = $1`],
    ['a losing transfer drew its amount', `delete from lot_use where member_id = $1`],
    ['could not draw is owed', `update account set owed = 3, balance = balance - 3 where member_id = $1`],
    ['the lots of a gaining transfer', `update lot set amount = amount + 1 where member_id = $1`],
    ['what is held of a lot', `update lot set held = 1 where member_id = $1`],
    [
      'expired and is given back',
      `update transfer set idempotency_key = 'expire-back:' || transfer_id where member_id = $1`,
    ],
  ];
  test.each(damages)('says that %s when somebody with all rights has tampered', async (rule, damage) => {
    const { memberId } = await aMember(database.db, { balance: 50n });
    await post(adjust(memberId, { amount: -20n, key: 'spent' }));
    const seen = await transaction(database.db, async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql.raw(damage.replace('$1', `'${memberId}'`)));
      const report = await auditLedger(tx);
      throw new Seen(report.findings.map((finding) => finding.rule));
    }).catch((error: unknown) => (error instanceof Seen ? error.rules : Promise.reject(error)));
    expect(seen.some((found) => found.includes(rule))).toBe(true);
  });
});

/** Carries the findings out of a transaction that must not be kept. */
class Seen extends Error {
  readonly rules: string[];
  constructor(rules: string[]) {
    super('rolled back');
    this.rules = rules;
  }
}
