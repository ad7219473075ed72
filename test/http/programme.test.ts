// The programme's tiers and kinds of points, as an admin changes them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Currency, programmeRoutes, type TierRow } from '#src/contract/programme.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
});
afterAll(() => server.close());

async function call(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: unknown) {
  const reply = await ask(server, method, url, { as: admin, payload });
  return { status: reply.statusCode, body: reply.json() };
}

const readTable = async () =>
  programmeRoutes.listTiers.reply.parse((await call('GET', '/api/admin/tiers')).body);
const listTiers = async () => (await readTable()).tiers;
const change = async (tiers: unknown[], version?: string) =>
  call('PATCH', '/api/admin/tiers', { version: version ?? (await readTable()).version, tiers });
const sent = (tiers: TierRow[]) => tiers.map(({ members: _members, ...rest }) => rest);

describe('the tiers', () => {
  it('when the table is changed, then order, thresholds, shares and benefits are as sent', async () => {
    const [base, silver, gold] = sent(await listTiers());
    const benefits = { uk: ['Окрема каса'], ru: ['Отдельная касса'], en: ['A till of your own'] };
    const bronze = { tierKey: 'bronze', from: 5_000_00, earnBp: 600, benefits };
    const tiers = [base, bronze, { ...silver, from: 12_000_00 }, gold];
    const { status, body } = await change(tiers);
    expect([status, body.tiers.map((each: TierRow) => [each.tierKey, each.from])]).toEqual([
      200,
      [
        ['base', 0],
        ['bronze', 5_000_00],
        ['silver', 12_000_00],
        ['gold', 30_000_00],
      ],
    ]);
    expect((await listTiers())[1]).toEqual({ ...bronze, members: 0 });
  });

  it('when a tier has members, then it stays; one that nobody had goes', async () => {
    await aMember(database.db, { tierKey: 'gold' });
    const tiers = sent(await listTiers());
    expect((await listTiers()).find((each) => each.tierKey === 'gold')?.members).toBe(1);
    const without = (key: string) => tiers.filter((each) => each.tierKey !== key);
    expect((await change(without('gold'))).body.error.code).toBe('tier_in_use');
    expect((await change(without('silver'))).status).toBe(200);
    expect((await listTiers()).map((each) => each.tierKey)).not.toContain('silver');
  });

  it('when somebody has changed the table meanwhile, then theirs stays and the older one is refused', async () => {
    const { version, tiers } = await readTable();
    const benefits = { uk: [], ru: [], en: [] };
    const added = [...sent(tiers), { tierKey: 'platinum', from: 90_000_00, earnBp: 900, benefits }];
    expect((await change(added, version)).status).toBe(200);
    const late = await change(sent(tiers), version);
    expect([late.status, late.body.error.code]).toEqual([409, 'tiers_changed']);
    expect((await listTiers()).at(-1)).toMatchObject({ tierKey: 'platinum' });
    // Two at once, each from the same table: one of them has to look again.
    const now = await readTable();
    const two = [500, 600].map((earnBp) => [...sent(now.tiers).slice(0, -1), { ...added.at(-1), earnBp }]);
    const answers = await Promise.all(two.map((each) => change(each, now.version)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });

  it('when thresholds do not rise from 0, then nothing changes', async () => {
    const before = await listTiers();
    const [base, ...rest] = sent(before);
    const wrong = [
      [...rest, base],
      [{ ...base, from: 1 }, ...rest],
      [base, ...rest, ...rest],
    ];
    for (const tiers of wrong) expect((await change(tiers)).status).toBe(400);
    expect(await listTiers()).toEqual(before);
  });
});

describe('the kinds of points', () => {
  const names = {
    uk: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' },
    ru: { one: 'наклейка', few: 'наклейки', many: 'наклеек', other: 'наклейки' },
    en: { one: 'sticker', other: 'stickers' },
  };
  const terms = {
    pending: 'days',
    pendingAmount: 2,
    pendingAction: null,
    expiry: 'calendar',
    expiryMonths: 3,
    expiryMonthDay: '12-31',
    capReceipt: 20,
    capDay: null,
    capBalance: null,
  };
  const stickers = { ...terms, currency: 'stickers', kind: 'stickers', names };

  it('when stickers are made, changed, closed and opened, then the list shows it', async () => {
    const made = await call('POST', '/api/admin/currencies', stickers);
    expect([made.status, made.body]).toEqual([201, { ...stickers, closedAt: null }]);
    const taken = await call('POST', '/api/admin/currencies', stickers);
    expect(taken.body.error.code).toBe('currency_taken');
    const changed = await call('PATCH', '/api/admin/currencies/stickers', { capReceipt: null, capDay: 50 });
    expect(changed.body).toMatchObject({ capReceipt: null, capDay: 50, names });
    const closed = await call('POST', '/api/admin/currencies/stickers/close');
    expect(closed.body.closedAt).not.toBeNull();
    expect((await call('POST', '/api/admin/currencies/stickers/open')).body.closedAt).toBeNull();
    const { currencies } = (await call('GET', '/api/admin/currencies')).body;
    expect(currencies.map((each: Currency) => [each.currency, each.names === null])).toEqual([
      ['points', true],
      ['stickers', false],
    ]);
  });

  it('when a kind of points or a tier is written, then the builders offer it at once', async () => {
    const offered = async (url: string) => {
      const { currencies, tiers } = (await call('GET', url)).body;
      const found = currencies.some((each: Currency) => each.currency === 'stamps');
      return [found, tiers.find((each: TierRow) => each.tierKey === 'base').earnBp];
    };
    const builders = ['/api/marketing/rule-builder', '/api/marketing/segments/builder'];
    for (const url of builders) expect((await offered(url))[0]).toBe(false);
    expect((await call('POST', '/api/admin/currencies', { ...stickers, currency: 'stamps' })).status).toBe(
      201,
    );
    const [base, ...rest] = sent(await listTiers());
    expect((await change([{ ...base, earnBp: 321 }, ...rest])).status).toBe(200);
    for (const url of builders) expect(await offered(url)).toEqual([true, 321]);
    await call('POST', '/api/admin/currencies/stamps/close');
    for (const url of builders) expect(await offered(url)).toEqual([false, 321]);
  });

  it('when the programme’s own points are closed, or terms make no sense, then it is refused', async () => {
    expect((await call('POST', '/api/admin/currencies/points/close')).status).toBe(400);
    expect((await call('PATCH', '/api/admin/currencies/nothing', {})).status).toBe(404);
    const waits = await call('PATCH', '/api/admin/currencies/points', { pending: 'action' });
    expect(waits.body.error).toMatchObject({
      code: 'currency_not_valid',
      details: { field: 'pendingAction' },
    });
  });
});
