// From the office to the partner's desk: an admin agrees on terms and makes a key; the key opens that and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { createCurrency } from '#src/core/stores/change-currency.ts';
import { transaction } from '#src/db/client.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { aPartner } from '#test/support/a-partner.ts';
import { type AMember, aMember, aShop } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
let member: AMember;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
  member = await aMember(database.db, { phone: '+380671112233', balance: 100n });
  const names = { uk: { other: 'зерен' } };
  await transaction(database.db, (tx) => createCurrency(tx, { currency: 'beans', kind: 'partner', names }));
});
afterAll(() => server.close());

const office = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
  const reply = await ask(server, method, `/api/admin/${url}`, { as: admin, ...(payload && { payload }) });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
};
const desk = async (
  authorization: string,
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
  language = 'en',
) => {
  const headers = { authorization, 'accept-language': language };
  const reply = await ask(server, method, `/api/v1/${url}`, { headers, ...(payload && { payload }) });
  return { status: reply.statusCode, body: reply.json(), headers: reply.headers };
};
const TERMS = {
  isOwner: false,
  mayIssue: true,
  mayRedeem: true,
  dayCap: 50,
  issueMinor: 90,
  redeemMinor: 80,
};
const SCOPES = ['points:issue', 'points:redeem', 'members:read', 'balance:read'] as const;
const keyOf = (partnerId: PartnerId) => aKey(database, { scopes: [...SCOPES], partnerId });

describe('the office', () => {
  it('when an admin takes a partner in, sets terms and makes a key, then it works at once', async () => {
    const made = await office('POST', 'partners', { name: 'Пальне поруч', contact: 'Ірина, 067 000 00 00' });
    expect([made.status, made.body]).toMatchObject([201, { status: 'active', terms: [] }]);
    const { partnerId } = made.body;
    const set = await office('PUT', `partners/${partnerId}/currencies/points`, TERMS);
    expect([set.status, set.body.terms]).toEqual([200, [{ ...TERMS, currency: 'points', issuedToday: 0 }]]);
    const key = { name: 'АЗС 1', scopes: ['points:issue'], partnerId, dayCap: 20 };
    const { status, body } = await office('POST', 'api-keys', key);
    expect([status, body]).toMatchObject([201, { partnerId, dayCap: 20 }]);

    const issue = (points: number, keyOfCall: string) =>
      desk(`Bearer ${body.secret}`, 'POST', 'points/issue', {
        key: keyOfCall,
        memberCode: '+380671112233',
        points,
      });
    expect(await issue(15, 'a')).toMatchObject({ status: 201, body: { points: 15, leftToday: 5 } });
    const refused = await issue(6, 'b');
    expect([refused.status, refused.body.error]).toMatchObject([
      429,
      {
        code: 'issuing_cap',
        message: expect.stringMatching(
          /^Only 5 of 20 points can still be given today\. .* midnight/,
        ) as string,
        details: { left: 5, cap: 20 },
      },
    ]);
    expect(Number(refused.headers['retry-after'])).toBe(refused.body.error.details.seconds);
    const { body: shown } = await office('GET', `partners/${partnerId}`);
    expect(shown.terms[0].issuedToday).toBe(15);
    const url = `/api/office/members/${member.memberId}/transfers`;
    const { transfers } = (await ask(server, 'GET', url, { as: admin })).json();
    expect(transfers).toMatchObject([
      { kind: 'earn', amount: 15, partner: 'Пальне поруч' },
      { amount: 100, partner: null },
    ]);
  });

  it('when something does not fit, then it says so and nothing is stored', async () => {
    const partnerId = await aPartner(database.db, { name: 'Аптека' });
    expect(await office('POST', 'partners', { name: 'аптека' })).toMatchObject({
      status: 409,
      body: { error: { code: 'partner_name_taken' } },
    });
    const strange = { name: 'x', partnerId, scopes: ['points:issue', 'receipts:write'] };
    expect(await office('POST', 'api-keys', strange)).toMatchObject({
      status: 400,
      body: { error: { code: 'partner_scope', details: { scope: 'receipts:write' } } },
    });
    expect(await office('POST', 'api-keys', { ...strange, partnerId: 'prt_none' })).toMatchObject({
      status: 404,
      body: { error: { code: 'partner_not_found' } },
    });
    const free = { ...TERMS, dayCap: 0 };
    expect(await office('PUT', `partners/${partnerId}/currencies/points`, free)).toMatchObject({
      status: 400,
      body: { error: { details: { field: 'dayCap' } } },
    });
    expect((await office('PUT', `partners/${partnerId}/currencies/none`, TERMS)).status).toBe(404);
  });
});

describe('a key', () => {
  it('when it is the shop’s own and gives points, then it needs a cap of the day, new or changed', async () => {
    const missing = { status: 400, body: { error: { code: 'key_cap_missing' } } };
    const fields = { name: 'застосунок', scopes: ['points:issue'] };
    expect(await office('POST', 'api-keys', fields)).toMatchObject(missing);
    const { status, body } = await office('POST', 'api-keys', { ...fields, dayCap: 5 });
    expect(status).toBe(201);
    expect(await office('PATCH', `api-keys/${body.keyId}`, { dayCap: null })).toMatchObject(missing);
    const { keyId } = await aKey(database, { scopes: ['members:read'] });
    expect(await office('PATCH', `api-keys/${keyId}`, { scopes: ['points:issue'] })).toMatchObject(missing);
    const both = { scopes: ['points:issue'], dayCap: 5 };
    expect((await office('PATCH', `api-keys/${keyId}`, both)).status).toBe(200);
  });

  it('when its scopes change, then it follows within seconds, and the refusal names what is missing', async () => {
    const { keyId, authorization } = await aKey(database, { scopes: ['members:read'] });
    const limits = (language = 'en') => desk(authorization, 'GET', 'points/limits', undefined, language);
    expect((await limits()).body.error.message).toBe(
      'This key lacks the right points:issue. Whoever made it can add it in the console, under API keys.',
    );
    expect((await limits('uk')).body.error.message).toContain('не має права points:issue');
    const changed = await office('PATCH', `api-keys/${keyId}`, {
      scopes: ['points:issue'],
      name: 'інша',
      dayCap: 50,
    });
    expect([changed.status, changed.body]).toMatchObject([200, { scopes: ['points:issue'], name: 'інша' }]);
    server.clock.advance(3_001);
    expect((await limits()).status).toBe(200);
  });

  it('when it is rotated, then it stays the same key, and the old secret opens for some hours more', async () => {
    const { keyId, authorization: old } = await keyOf(await aPartner(database.db));
    const issue = (authorization: string) =>
      desk(authorization, 'POST', 'points/issue', { key: 'once', memberCode: member.cardNumber, points: 3 });
    const first = await issue(old);
    const { body } = await office('POST', `api-keys/${keyId}/secret`, { hours: 2 });
    server.clock.advance(3_001);
    // Sent again with the new secret it is still the very same call.
    expect((await issue(`Bearer ${body.secret}`)).body).toEqual({ ...first.body, replayed: true });
    expect((await issue(old)).status).toBe(200);
    server.clock.advance(2 * 3_600_000);
    expect((await issue(old)).status).toBe(401);
    expect((await issue(`Bearer ${body.secret}`)).status).toBe(200);

    expect((await office('DELETE', `api-keys/${keyId}`)).status).toBe(204);
    expect(await office('POST', `api-keys/${keyId}/secret`, {})).toMatchObject({
      status: 409,
      body: { error: { code: 'api_key_revoked' } },
    });
  });

  it('when a new secret never arrived and another is made, then the one in use opens on', async () => {
    const { keyId, authorization: inUse } = await keyOf(await aPartner(database.db));
    const status = async (authorization: string) =>
      (await desk(authorization, 'GET', 'points/limits')).status;
    const rotated = async () => {
      const { body } = await office('POST', `api-keys/${keyId}/secret`, { hours: 2 });
      server.clock.advance(3_001);
      return `Bearer ${body.secret}`;
    };
    const lost = await rotated();
    const arrived = await rotated();
    expect([await status(inUse), await status(lost), await status(arrived)]).toEqual([200, 401, 200]);
    // Now the second one is in use as well, and the first has had its time.
    const third = await rotated();
    expect([await status(inUse), await status(arrived), await status(third)]).toEqual([401, 200, 200]);
  });

  it('when it is a partner’s, then it sees whose card it is and its own points, and nothing else', async () => {
    const partnerId = await aPartner(database.db);
    const { authorization } = await keyOf(partnerId);
    const found = await desk(authorization, 'GET', `members?code=${member.cardNumber}`);
    expect([found.status, found.body.shownName]).toEqual([200, 'Олена К.']);
    const url = `members/${member.memberId}`;
    expect((await desk(authorization, 'GET', `${url}/balance`)).status).toBe(200);
    expect(await desk(authorization, 'GET', `${url}/balance?currency=beans`)).toMatchObject({
      status: 403,
      body: { error: { code: 'partner_currency' } },
    });
    expect(await desk(authorization, 'GET', `${url}/transfers`)).toMatchObject({
      status: 403,
      body: { error: { code: 'not_for_partners' } },
    });

    await office('PATCH', `partners/${partnerId}`, { status: 'suspended' });
    server.clock.advance(3_001);
    expect(await desk(authorization, 'GET', `members?code=${member.cardNumber}`)).toMatchObject({
      status: 403,
      body: { error: { code: 'partner_suspended' } },
    });
  });

  it('when a slip would name a person, then it is refused in words, and numbers of slips are not', async () => {
    const { authorization } = await keyOf(await aPartner(database.db));
    const give = (fields: object) =>
      desk(authorization, 'POST', 'points/issue', { memberCode: member.cardNumber, points: 1, ...fields });
    for (const named of ['+380 67 111-22-33', '0671112233', 'чек 380671112233', 'olena@ukr.net']) {
      for (const fields of [{ key: named }, { key: 'x', reference: named }])
        expect(await give(fields)).toMatchObject({
          status: 400,
          body: { error: { message: expect.stringContaining('number of a slip') as string } },
        });
    }
    const told = (await give({ key: '050-1234567' })).body.error.message;
    expect(told).toContain('with a slash: 050/1234567');
    for (const slip of ['050/1234567', '0000000088', '2026-11-21/3/88', '1063711122334455', 'каса 3 чек 88'])
      expect([slip, (await give({ key: slip, reference: slip })).status]).toEqual([slip, 201]);
  });

  it('when somebody pays, then it takes the live code, and sending it again is harmless', async () => {
    const { authorization } = await keyOf(await aPartner(database.db));
    const at = server.clock.now();
    const { memberId, cardNumber } = member;
    const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
    const pay = (memberCode: string, key = 'pay') =>
      desk(authorization, 'POST', 'points/redeem', { key, memberCode, points: 5 });
    expect((await pay(cardNumber)).body.error.code).toBe('burn_needs_confirmation');
    const [one, two] = await Promise.all([pay(code), pay(code)]);
    expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 201]);
    expect(one.body.transferId).toBe(two.body.transferId);
    server.clock.advance(120_000);
    expect((await pay(code)).status).toBe(200);
    expect((await pay(code, 'other')).status).toBe(409);
  });

  it('when the answer is lost and asked for again later, then it is the same, by a code stale by then and a card blocked since', async () => {
    const { authorization } = await keyOf(await aPartner(database.db, { dayCap: 3n }));
    const { memberId, cardNumber } = await aMember(database.db);
    const at = server.clock.now();
    const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
    const give = (memberCode: string) =>
      desk(authorization, 'POST', 'points/issue', { key: 'lost', memberCode, points: 3 });
    const first = await give(code);
    expect(first.status).toBe(201);
    server.clock.advance(120_000);
    await database.sql`update card set status = 'blocked' where card_number = ${cardNumber}`;
    expect(await give(code)).toMatchObject({ status: 200, body: { ...first.body, replayed: true } });
    expect((await give(cardNumber)).status).toBe(200);
  });

  it('when given points come back after they were spent, then both answers tell the debt and no balance below zero', async () => {
    const { authorization } = await keyOf(await aPartner(database.db));
    const { memberId, cardNumber } = await aMember(database.db);
    const given = { key: 'given', memberCode: cardNumber, points: 8 };
    expect(await desk(authorization, 'POST', 'points/issue', given)).toMatchObject({
      body: { balance: 8, debt: 0 },
    });
    const at = server.clock.now();
    const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
    const spent = { key: 'spent', memberCode: code, points: 8 };
    await desk(authorization, 'POST', 'points/redeem', spent);
    const back = () => desk(authorization, 'POST', 'points/issue/returns', { key: 'back', returns: 'given' });
    const first = await back();
    expect([first.status, first.body]).toMatchObject([201, { balance: 0, debt: 8 }]);
    expect(await back()).toMatchObject({ status: 200, body: { ...first.body, replayed: true } });
    const next = { ...given, key: 'next', points: 3 };
    for (const replayed of [false, true])
      expect(await desk(authorization, 'POST', 'points/issue', next)).toMatchObject({
        body: { replayed, balance: 0, debt: 5 },
      });
    const half = { key: 'half', returns: 'spent', points: 6 };
    for (const replayed of [false, true])
      expect(await desk(authorization, 'POST', 'points/redeem/returns', half)).toMatchObject({
        body: { replayed, balance: 1, debt: 0 },
      });
  });

  it('when a key comes again with another member’s code, then it is refused, and nobody’s goods go out unpaid', async () => {
    const { authorization } = await keyOf(await aPartner(database.db));
    const [first, second] = [
      await aMember(database.db, { balance: 100n }),
      await aMember(database.db, { balance: 100n }),
    ];
    const at = server.clock.now();
    const pay = async ({ memberId }: AMember) => {
      const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
      return await desk(authorization, 'POST', 'points/redeem', {
        key: 'slip',
        memberCode: code,
        points: 10,
      });
    };
    expect((await pay(first)).status).toBe(201);
    const { status, body } = await pay(second);
    expect([status, body.error.code]).toEqual([422, 'key_reused']);
  });
});

describe('who is a member', () => {
  const onlyGives = async () =>
    await aKey(database, {
      scopes: ['points:issue', 'points:redeem'],
      partnerId: await aPartner(database.db),
    });
  const codeOf = async (url: string, payload: object, authorization: string) =>
    (await desk(authorization, 'POST', `points/${url}`, { points: 1, ...payload })).body.error?.code;

  it('when phones are tried out, then the answer does not tell which of them are known', async () => {
    const { authorization } = await onlyGives();
    for (const [place, memberCode] of ['+380671112233', '+380671110000'].entries()) {
      const foreign = { key: `f${place}`, memberCode, currency: 'beans' };
      expect(await codeOf('issue', foreign, authorization)).toBe('partner_currency');
      const typed = { key: `t${place}`, memberCode };
      expect(await codeOf('redeem', typed, authorization)).toBe('burn_needs_confirmation');
    }
    const named = { key: 'n', memberCode: 'ext:crm-1' };
    expect(await codeOf('issue', named, authorization)).toBe('not_for_partners');
  });

  it('when a cap is reached, points are closed or a key was used, then known and unknown phones get one answer', async () => {
    const partnerId = await aPartner(database.db, { dayCap: 20n });
    const { authorization } = await keyOf(partnerId);
    await office('PUT', `partners/${partnerId}/currencies/beans`, TERMS);
    await database.sql`update currency set closed_at = now() where currency = 'beans'`;
    const given = { key: 'given', memberCode: member.cardNumber, points: 20 };
    expect(await codeOf('issue', given, authorization)).toBeUndefined();
    for (const [place, memberCode] of ['+380671112233', '+380671110000'].entries()) {
      const used = { key: 'given', memberCode, points: 19 };
      expect(await codeOf('issue', used, authorization)).toBe('key_reused');
      expect(await codeOf('issue', { key: `c${place}`, memberCode }, authorization)).toBe('issuing_cap');
      const closed = { key: `b${place}`, memberCode, currency: 'beans' };
      expect(await codeOf('issue', closed, authorization)).toBe('currency_closed');
    }
    const tenTimes = Array.from({ length: 10 }, () => codeOf('issue', given, authorization));
    expect(new Set(await Promise.all(tenTimes))).toEqual(new Set([undefined]));
  });

  it('when too many lead to nobody, then no more are looked up for a while, known ones neither', async () => {
    const { authorization, keyId } = await onlyGives();
    const miss = { key: 'm', memberCode: '+380671110000' };
    expect(await codeOf('issue', miss, authorization)).toBe('card_not_found');
    const tried = database.sql`select sum(attempts)::integer as n from attempt_count where attempt_key = ${`key-find:${keyId}`}`;
    expect(await tried).toEqual([{ n: 1 }]);
    await database.sql`update attempt_count set attempts = 600 where attempt_key = ${`key-find:${keyId}`}`;
    expect(await codeOf('issue', miss, authorization)).toBe('too_many_attempts');
    const hit = { key: 'h', memberCode: '+380671112233' };
    expect(await codeOf('issue', hit, authorization)).toBe('too_many_attempts');
  });

  it('when a key may not read balances, then giving a point does not tell one', async () => {
    const { authorization } = await onlyGives();
    const give = { key: 'g', memberCode: member.cardNumber, points: 1 };
    expect((await desk(authorization, 'POST', 'points/issue', give)).body).toMatchObject({
      points: 1,
      balance: null,
      debt: null,
    });
  });
});
