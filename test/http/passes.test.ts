// Cards in wallets: an Apple pass that openssl believes, phones that hear of a change over a real HTTP/2, and a Google
// link and update that another program's eyes check.
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blockCard } from '#src/core/cards/block-card.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { applePush } from '#src/core/passes/apple-push.ts';
import { followPasses } from '#src/core/passes/follow-passes.ts';
import { googleUpdate } from '#src/core/passes/google-update.ts';
import { walletLinks } from '#src/core/passes/pass-link.ts';
import { tellWallets, type Wallets } from '#src/core/passes/tell-wallets.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, give } from '#test/support/a-shop.ts';
import { type AnApp, anApp, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { openssl, type PassCertificates, passCertificates } from '#test/support/pass-certificates.ts';
import { readZip } from '#test/support/read-zip.ts';
import { until } from '#test/support/until.ts';

const TYPE = 'pass.ua.poruch.card';
const database = useDatabase();
const google = generateKeyPairSync('rsa', { modulusLength: 2048 });
let certificates: PassCertificates;
let server: AnApp;
let apns: Http2SecureServer;
let googleApi: Server;
let wallets: Wallets & { close(): Promise<void> };
const pushed: { path: string; topic: unknown; bytes: string }[] = [];
const patched: { path: string; body: unknown; authorization?: string | undefined }[] = [];
let tokens = 0;
let answerToPush = 200;

beforeAll(async () => {
  await aShop(database.db);
  const first = passCertificates();
  apns = createSecureServer({
    key: first.settings.key,
    cert: first.settings.certificate + first.settings.wwdr,
  });
  apns.on('stream', (stream, headers) => {
    let bytes = '';
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.toString();
    });
    stream.on('end', () => {
      pushed.push({ path: String(headers[':path']), topic: headers['apns-topic'], bytes });
      stream.respond({ ':status': answerToPush });
      stream.end();
    });
  });
  apns.listen(0, '127.0.0.1');
  googleApi = createServer(
    (request, response) => void answerAsGoogle(request).then((body) => response.end(body)),
  );
  googleApi.listen(0, '127.0.0.1');
  await Promise.all([once(apns, 'listening'), once(googleApi, 'listening')]);
  const port = (of: { address(): unknown }) => (of.address() as AddressInfo).port;
  certificates = { ...first, settings: { ...first.settings, pushRoot: `https://127.0.0.1:${port(apns)}` } };
  const account = {
    issuerId: '3388000000012345678',
    email: 'wallet@poruch.iam.gserviceaccount.com',
    key: google.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    tokenUrl: `http://127.0.0.1:${port(googleApi)}/token`,
    apiRoot: `http://127.0.0.1:${port(googleApi)}`,
  };
  server = await anApp(database, {
    wallets: { apple: { keyPassphrase: undefined, ...certificates.settings }, google: account },
  });
  const root = openssl(['x509', '-in', join(first.folder, 'root.pem')]);
  const push = applePush(certificates.settings, { ca: root });
  const update = googleUpdate(account, server.clock);
  wallets = {
    apple: push,
    google: update,
    async close() {
      push.close();
      await update.close();
    },
  };
});
afterAll(async () => {
  await wallets.close();
  await server.close();
  apns.close();
  googleApi.close();
  await Promise.all([once(apns, 'close'), once(googleApi, 'close')]);
  certificates.remove();
});
beforeEach(() => {
  pushed.length = 0;
  patched.length = 0;
  answerToPush = 200;
});

async function answerAsGoogle(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  if (request.url === '/token') {
    tokens++;
    expect(verified(new URLSearchParams(text).get('assertion') ?? '').aud).toContain('/token');
    return JSON.stringify({ access_token: 'a-token', expires_in: 3_600 });
  }
  patched.push({
    path: request.url ?? '',
    body: JSON.parse(text),
    authorization: request.headers.authorization,
  });
  return '{}';
}

/** What a token says, once Node's own crypto has found the service account's signature on it. */
function verified(token: string): Record<string, never> & { aud: string; payload: GooglePayload } {
  const [head = '', body = '', signature = ''] = token.split('.');
  const verify = createVerify('RSA-SHA256').update(`${head}.${body}`);
  expect(verify.verify(google.publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

interface GooglePayload {
  loyaltyObjects: { id: string; accountName: string; barcode: { value: string } }[];
}

const links = (memberId: MemberId) =>
  walletLinks(
    memberId,
    { apple: true, google: true },
    { publicUrl: '', secretKey: SECRET_KEY, at: server.clock.now() },
  );

async function aPass(balance = 1_240n) {
  const member = await aMember(database.db, { balance });
  const reply = await ask(server, 'GET', links(member.memberId).apple ?? '');
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/vnd.apple.pkpass']);
  const files = readZip(reply.rawPayload);
  return { ...member, files, pass: passOf(files) };
}

const passOf = (files: Map<string, Buffer>) => JSON.parse(files.get('pass.json')?.toString() ?? '{}');

const asPhone = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  {
    token,
    payload,
    headers = {},
  }: { token?: string; payload?: unknown; headers?: Record<string, string> } = {},
) =>
  ask(server, method, `/passes/v1/${path}`, {
    ...(payload ? { payload } : {}),
    headers: { ...headers, ...(token ? { authorization: `ApplePass ${token}` } : {}) },
  });

async function follow(): Promise<void> {
  // An event shows up once everything that began before it has ended, in the databases of other tests, too.
  await until('every event to be read', async () => {
    await transaction(database.db, (tx) => followPasses(tx, { at: server.clock.now(), limit: 1_000 }));
    const [row] = await database.sql`select count(*)::int as n from event
      where event_no > coalesce((select event_no from event_reader where reader = 'passes'), 0)`;
    return row?.n === 0 || undefined;
  });
}

/** Lets the workers do what they do, some seconds later. */
async function tell(): Promise<void> {
  await follow();
  server.clock.advance(3_000);
  await tellWallets(database.db, wallets, { at: server.clock.now(), limit: 50 });
}

async function earns(memberId: MemberId, amount: bigint): Promise<void> {
  const at = server.clock.now();
  await transaction(database.db, async (tx) => {
    await give(tx, { memberId, amount, at });
    const data = { amount: String(amount), reason: 'test', balance: '0' };
    await recordEvent(tx, { memberId, happened: { kind: 'points.adjusted', data }, at });
  });
}

describe('a pass for Apple', () => {
  it('when it is taken, then openssl finds its signature good and every hash of its manifest is right', async () => {
    const { files } = await aPass();
    const manifest = files.get('manifest.json') ?? Buffer.alloc(0);
    const hashes: Record<string, string> = JSON.parse(manifest.toString());
    const real = [...files].filter(([name]) => !['manifest.json', 'signature'].includes(name));
    expect(Object.keys(hashes).sort()).toEqual(real.map(([name]) => name).sort());
    for (const [name, bytes] of real)
      expect(createHash('sha1').update(bytes).digest('hex')).toBe(hashes[name]);

    const { folder } = certificates;
    writeFileSync(join(folder, 'manifest.json'), manifest);
    writeFileSync(join(folder, 'signature'), files.get('signature') ?? '');
    const verify = () => {
      const what = [
        '-in',
        join(folder, 'signature'),
        '-inform',
        'DER',
        '-content',
        join(folder, 'manifest.json'),
      ];
      return openssl(['smime', '-verify', ...what, '-CAfile', join(folder, 'root.pem'), '-purpose', 'any']);
    };
    expect(verify()).toBe(manifest.toString());
    writeFileSync(join(folder, 'manifest.json'), manifest.toString().replace('pass.json', 'pass.jsom'));
    expect(verify).toThrow();
  });

  it('when it is looked at, then its code is the card’s number and it says what is on the account', async () => {
    const { pass, cardNumber } = await aPass();
    expect(pass).toMatchObject({ passTypeIdentifier: TYPE, serialNumber: cardNumber, voided: false });
    expect(pass.barcodes.map((each: { message: string }) => each.message)).toEqual([cardNumber, cardNumber]);
    expect(pass.storeCard.primaryFields[0].value).toBe('1\u00a0240\u00a0балів');
    expect(pass.authenticationToken.length).toBeGreaterThan(16);
  });

  it('when points move, then the phone is pushed once, asks what changed, and gets the new balance', async () => {
    const { pass, cardNumber, memberId } = await aPass(10n);
    const token: string = pass.authenticationToken;
    const here = `devices/phone-1/registrations/${TYPE}`;
    const register = () =>
      asPhone('POST', `${here}/${cardNumber}`, { token, payload: { pushToken: 'abc123' } });
    expect([(await register()).statusCode, (await register()).statusCode]).toEqual([201, 200]);
    const before = (await asPhone('GET', here)).json();
    expect(before.serialNumbers).toEqual([cardNumber]);

    server.clock.advance(5_000);
    for (const amount of [1n, 2n, 3n]) await earns(memberId, amount);
    await tell();
    expect(pushed).toEqual([{ path: '/3/device/abc123', topic: TYPE, bytes: '{}' }]);
    await tell();
    expect(pushed).toHaveLength(1);

    const changed = (await asPhone('GET', `${here}?passesUpdatedSince=${before.lastUpdated}`)).json();
    expect(changed.serialNumbers).toEqual([cardNumber]);
    const nothing = await asPhone('GET', `${here}?passesUpdatedSince=${changed.lastUpdated}`);
    expect(nothing.statusCode).toBe(204);
    const fresh = await asPhone('GET', `passes/${TYPE}/${cardNumber}`, { token });
    expect(passOf(readZip(fresh.rawPayload)).storeCard.primaryFields[0].value).toBe('16\u00a0балів');
    const since = { 'if-modified-since': String(fresh.headers['last-modified']) };
    expect((await asPhone('GET', `passes/${TYPE}/${cardNumber}`, { token, headers: since })).statusCode).toBe(
      304,
    );

    expect((await asPhone('DELETE', `${here}/${cardNumber}`, { token })).statusCode).toBe(200);
    expect((await asPhone('GET', here)).statusCode).toBe(204);
  });

  it('when points move twice within a second, then a phone that asks in between gets the second balance, too', async () => {
    const { pass, cardNumber, memberId } = await aPass(10n);
    const path = `passes/${TYPE}/${cardNumber}`;
    const asks = async (known: unknown) => {
      const headers = { 'if-modified-since': String(known) };
      const reply = await asPhone('GET', path, { token: pass.authenticationToken, headers });
      const isNew = reply.statusCode === 200;
      const balance = isNew && passOf(readZip(reply.rawPayload)).storeCard.primaryFields[0].value;
      return { balance, known: reply.headers['last-modified'] };
    };
    server.clock.set(new Date(Math.ceil(server.clock.now().getTime() / 1_000) * 1_000 + 5_000));
    await earns(memberId, 1n);
    await follow();
    const one = await asks('');
    server.clock.advance(400);
    await earns(memberId, 1n);
    await follow();
    const two = await asks(one.known);
    expect([one.balance, two.balance]).toEqual(['11\u00a0балів', '12\u00a0балів']);
    expect((await asks(two.known)).balance).toBe(false);
  });

  it('when points move while a phone is being answered, then an old balance never passes as the new one', async () => {
    const { pass, cardNumber, memberId } = await aPass(10n);
    server.clock.advance(5_000);
    const at = server.clock.now();
    const asked = await transaction(database.db, async (tx) => {
      await tx.execute(sql`lock table wallet_pass in access exclusive mode`);
      const token: string = pass.authenticationToken;
      const answer = asPhone('GET', `passes/${TYPE}/${cardNumber}`, { token });
      await until('the phone to wait', async () => {
        const [row] = await database.sql`select from pg_locks
          where relation = 'wallet_pass'::regclass and not granted
            and database = (select oid from pg_database where datname = current_database())`;
        return row !== undefined;
      });
      await give(tx, { memberId, amount: 5n, at });
      await tx.execute(sql`update wallet_pass set changed_at = ${at} where card_number = ${cardNumber}`);
      return { answer };
    });
    const reply = await asked.answer;
    expect(reply.headers['last-modified']).toBe(at.toUTCString());
    expect(passOf(readZip(reply.rawPayload)).storeCard.primaryFields[0].value).toBe('15\u00a0балів');
  });

  it('when a phone has thrown the pass away, then it is pushed no more; when Apple is down, then later', async () => {
    const { pass, cardNumber, memberId } = await aPass();
    const register = { token: pass.authenticationToken, payload: { pushToken: 'gone1' } };
    await asPhone('POST', `devices/phone-2/registrations/${TYPE}/${cardNumber}`, register);
    answerToPush = 503;
    await earns(memberId, 1n);
    await tell();
    await tell();
    expect(pushed).toHaveLength(1);
    server.clock.advance(60_000);
    answerToPush = 410;
    await tell();
    expect(pushed).toHaveLength(2);
    await earns(memberId, 1n);
    await tell();
    expect(pushed).toHaveLength(2);
  });

  it('when the card is blocked or its owner erased, then the pass is void and names nobody', async () => {
    const one = await aPass();
    await transaction(database.db, (tx) =>
      blockCard(tx, { memberId: one.memberId, reason: 'member', at: server.clock.now() }),
    );
    const other = await aPass();
    await asPhone('POST', `devices/phone-3/registrations/${TYPE}/${other.cardNumber}`, {
      token: other.pass.authenticationToken,
      payload: { pushToken: 'erased1' },
    });
    await transaction(database.db, (tx) => eraseMember(tx, other.memberId, server.clock.now()));
    await tell();
    expect(pushed.map(({ path }) => path)).toEqual(['/3/device/erased1']);
    for (const { cardNumber, pass } of [one, other]) {
      const reply = await asPhone('GET', `passes/${TYPE}/${cardNumber}`, { token: pass.authenticationToken });
      expect(passOf(readZip(reply.rawPayload)).voided).toBe(true);
      if (cardNumber === other.cardNumber)
        expect(readZip(reply.rawPayload).get('pass.json')?.toString()).not.toContain('Олена');
    }
  });

  it('when somebody asks with another pass’s token or a made-up link, then there is nothing', async () => {
    const one = await aPass();
    const other = await aPass();
    const token = other.pass.authenticationToken;
    expect((await asPhone('GET', `passes/${TYPE}/${one.cardNumber}`, { token })).statusCode).toBe(401);
    expect((await asPhone('GET', `passes/${TYPE}/${one.cardNumber}`)).statusCode).toBe(401);
    expect((await asPhone('GET', `passes/pass.other/${one.cardNumber}`, { token })).statusCode).toBe(404);
    expect((await ask(server, 'GET', '/passes/apple/forged.pkpass')).statusCode).toBe(401);
    const old = links(one.memberId).apple ?? '';
    server.clock.advance(25 * 3_600_000);
    expect((await ask(server, 'GET', old)).statusCode).toBe(401);
  });
});

describe('a pass for Google', () => {
  it('when it is taken, then the link’s token is signed by the service account and its code is the number', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 7n });
    const reply = await ask(server, 'GET', links(memberId).google ?? '');
    const address = String(reply.headers.location);
    expect([reply.statusCode, address.slice(0, 34)]).toEqual([302, 'https://pay.google.com/gp/v/save/e']);
    expect(address.length).toBeLessThan(1_800);
    const { payload, aud } = verified(address.slice(address.lastIndexOf('/') + 1));
    expect(aud).toBe('google');
    expect(payload.loyaltyObjects[0]).toMatchObject({
      id: `3388000000012345678.${cardNumber}`,
      accountName: 'Олена Коваленко',
      barcode: { value: cardNumber },
    });
  });

  it('when points move, then one PATCH tells Google, with one token for all, and a blocked card is inactive', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 5n });
    await ask(server, 'GET', links(memberId).google ?? '');
    for (const amount of [1n, 2n]) await earns(memberId, amount);
    await tell();
    const path = `/walletobjects/v1/loyaltyObject/3388000000012345678.${cardNumber}`;
    expect(patched).toMatchObject([{ path, authorization: 'Bearer a-token', body: { state: 'ACTIVE' } }]);
    expect(JSON.stringify(patched[0]?.body)).toContain('8\u00a0балів');
    await transaction(database.db, (tx) =>
      blockCard(tx, { memberId, reason: 'member', at: server.clock.now() }),
    );
    await tell();
    expect(patched.at(-1)).toMatchObject({ path, body: { state: 'INACTIVE' } });
    expect(tokens).toBe(1);
  });
});

describe('a shop without wallets', () => {
  it('when somebody asks for a pass, then there is none', async () => {
    const bare = await anApp(database);
    const { memberId } = await aMember(database.db);
    const of = links(memberId);
    for (const address of [of.apple, of.google])
      expect((await bare.app.inject({ method: 'GET', url: address ?? '' })).statusCode).toBe(404);
    await bare.close();
  });
});
