import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { pictureUrl } from '#src/core/deliveries/picture-link.ts';
import { signLink } from '#src/lib/signed-link.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { archiveIn } from '#test/support/phone.ts';
import { aPng } from '#test/support/picture-files.ts';

const database = useDatabase();
let server: AnApp;
let consoleDir = '';

beforeAll(async () => {
  await aShop(database.db, { shopName: 'Поруч <&>', supportPhone: '+380800500123' });
  consoleDir = await mkdtemp(join(tmpdir(), 'kartka-console-'));
  await mkdir(join(consoleDir, 'assets'));
  await writeFile(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(consoleDir, 'assets', 'main-1a2b.js'), 'export {};');
  server = await anApp(database, { consoleDir, bots: { telegram: 'poruch_bot' } });
});
afterAll(async () => {
  await server.close();
  await rm(consoleDir, { recursive: true });
});

const signing = () => ({ publicUrl: '', secretKey: SECRET_KEY, at: server.clock.now() });

describe('pictures', () => {
  it('when a messenger fetches a card by its signed address, then it gets a PNG that may be kept', async () => {
    const { cardNumber } = await aMember(database.db);
    const url = pictureUrl({ picture: 'card', cardNumber, memberName: 'x', language: 'uk' }, signing());
    const reply = await ask(server, 'GET', url);
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'image/png']);
    expect(reply.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    expect(reply.rawPayload.length).toBeLessThan(1_000_000);
    expect(reply.headers['cache-control']).toContain('public');
    expect((await ask(server, 'GET', url)).rawPayload.equals(reply.rawPayload)).toBe(true);
  });

  it('when it fetches a live code, then it gets a PNG', async () => {
    const { memberId } = await aMember(database.db);
    const { code } = await issueLiveCode(database.db, {
      memberId,
      secretKey: SECRET_KEY,
      at: server.clock.now(),
    });
    const reply = await ask(
      server,
      'GET',
      pictureUrl({ picture: 'liveCode', code, language: 'en' }, signing()),
    );
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'image/png']);
  });

  it('when the address is changed, of another kind, or too old, then there is nothing', async () => {
    const { cardNumber } = await aMember(database.db);
    const url = pictureUrl({ picture: 'card', cardNumber, memberName: 'x', language: 'uk' }, signing());
    const statuses = [
      url.replace('cards', 'codes'),
      // Not the very last character: a part of it means nothing.
      url.replace(/(.)(.{4}\.png)/, (_, one, rest) => `${one === 'A' ? 'B' : 'A'}${rest}`),
      '/public/cards/x.png',
    ].map(async (each) => (await ask(server, 'GET', each)).statusCode);
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
    server.clock.advance(3 * 3_600_000);
    expect((await ask(server, 'GET', url)).statusCode).toBe(404);
  });
});

describe('uploaded pictures', () => {
  it('when staff upload one, then anybody gets it at an address that never changes', async () => {
    const as = await aPerson(server, database, { role: 'marketer' });
    const payload = { base64: aPng(300, 200).toString('base64') };
    const upload = await ask(server, 'POST', '/api/office/pictures', { as, payload });
    expect(upload.statusCode).toBe(201);
    const { pictureId, width, height } = upload.json();
    expect([width, height]).toEqual([300, 200]);
    const reply = await ask(server, 'GET', pictureUrl({ picture: 'stored', pictureId }, signing()));
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'image/png']);
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(reply.rawPayload.equals(aPng(300, 200))).toBe(true);
  });

  it('when it is no picture, or too large, then the answer says what to do', async () => {
    const as = await aPerson(server, database, { role: 'marketer' });
    const upload = async (bytes: Buffer) => {
      const payload = { base64: bytes.toString('base64') };
      const reply = await ask(server, 'POST', '/api/office/pictures', { as, payload });
      return [reply.statusCode, reply.json().error.code];
    };
    expect(await upload(Buffer.from('<svg onload="alert(1)"/>'))).toEqual([400, 'picture_not_valid']);
    expect(await upload(Buffer.alloc(1_500_000))).toEqual([413, 'picture_too_large']);
  });

  it('when nobody uploaded it, or the name is none, then there is nothing', async () => {
    for (const name of [`${'0'.repeat(64)}.png`, 'x.png', '..%2F..%2Fetc%2Fpasswd']) {
      expect((await ask(server, 'GET', `/public/pictures/${name}`)).statusCode).toBe(404);
    }
  });
});

describe('the archive', () => {
  it('when the member opens the link, then everything about them downloads and is kept nowhere', async () => {
    const { memberId, cardNumber } = await aMember(database.db, {
      name: 'Панас Мирний',
      phone: '+380991234567',
    });
    const expiresAt = new Date(server.clock.now().getTime() + 60_000);
    const token = signLink({ purpose: 'archive', subject: memberId, expiresAt }, SECRET_KEY);
    const reply = await ask(server, 'GET', `/public/archive/${token}.json`);
    expect(reply.json()).toMatchObject({ member: { name: 'Панас Мирний', phone: '+380991234567' } });
    expect(reply.body).toContain(cardNumber);
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-disposition': expect.stringContaining('attachment'),
    });
    const page = await ask(server, 'GET', `/public/archive/${token}.html`);
    expect(page.body).toContain('Панас Мирний');
    expect(archiveIn(page.body)).toEqual(reply.json());
    const other = signLink({ purpose: 'card', subject: memberId, expiresAt }, SECRET_KEY);
    expect((await ask(server, 'GET', `/public/archive/${other}.html`)).statusCode).toBe(404);
    expect((await ask(server, 'GET', `/public/archive/${other}.json`)).statusCode).toBe(404);
  });

  it('when names and words are markup, then the page shows them as they are, in the language of the member', async () => {
    const name = '<script>alert(1)</script> "О\'Ніл" & Ко';
    const { memberId } = await aMember(database.db, { name });
    await database.sql`update member set language = 'en' where member_id = ${memberId}`;
    const expiresAt = new Date(server.clock.now().getTime() + 60_000);
    const token = signLink({ purpose: 'archive', subject: memberId, expiresAt }, SECRET_KEY);
    const { body } = await ask(server, 'GET', `/public/archive/${token}.html`);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;О&#39;Ніл&quot; &amp; Ко');
    expect(body).not.toContain('<script');
    expect(body).toContain('<html lang="en">');
    for (const title of [
      'Who you are',
      'Points and why',
      'Receipts',
      'Offers',
      'Rewards',
      'Gifts',
      'Consents',
    ])
      expect(body).toContain(title);
    expect(body).not.toMatch(/archive\.|undefined|\[object|\bnull\b/);
    expect(archiveIn(body)).toMatchObject({ member: { name } });
  });

  it('when there are friends, a card in a wallet and a shopping list, then each has its part on the page', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const friends = await Promise.all(
      ['Тарас Мельник', 'Соломія Крук'].map((name) => aMember(database.db, { name })),
    );
    const [taras, solomia] = friends.map((each) => each.memberId);
    const at = server.clock.now();
    await database.sql`
      insert into friendship (member_id, inviter_id, status, shows_name, joined_at, inviter_points)
      values (${taras ?? ''}, ${memberId}, 'rewarded', true, ${at}, 50),
        (${solomia ?? ''}, ${memberId}, 'joined', false, ${at}, 0)`;
    await database.sql`
      insert into wallet_pass (member_id, card_number, made_at, changed_at, in_google)
      values (${memberId}, ${cardNumber}, ${at}, ${at}, true)`;
    await database.sql`
      insert into pass_device (member_id, card_number, device_id, push_token, registered_at)
      values (${memberId}, ${cardNumber}, 'a-phone', 'a-secret', ${at})`;
    await database.sql`
      insert into shopping_item (member_id, item_id, name, quantity_milli, unit, added_at, ticked_at)
      values (${memberId}, 'i1', 'сир <b>', 300000, 'г', ${at}, ${at})`;
    const expiresAt = new Date(at.getTime() + 60_000);
    const token = signLink({ purpose: 'archive', subject: memberId, expiresAt }, SECRET_KEY);
    const { body } = await ask(server, 'GET', `/public/archive/${token}.html`);
    const shown = body.replaceAll('\u00a0', ' ');
    expect(shown).toContain('<b>Тарас</b> · +50 балів');
    expect(shown).toContain('<b>Друг чи подруга</b> · ще без першої покупки');
    expect(shown).toContain('Google Wallet, Apple Wallet, 1 телефон');
    expect(shown).toContain('сир &lt;b&gt; · 300 г · куплено');
    expect(JSON.stringify(archiveIn(body))).not.toMatch(/a-secret|Соломія|Мельник/);
  });
});

describe('pages', () => {
  it('when a poster’s link is opened, then it leads to the bots that there are and carries its payload', async () => {
    const reply = await ask(server, 'GET', '/go/store_7-may');
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.body).toContain('https://t.me/poruch_bot?start=store_7-may');
    expect(reply.body).not.toContain('viber://');
    expect(reply.body).toContain('Поруч &lt;&amp;&gt;');
    expect(reply.body).not.toMatch(/<script|\son\w+=/);
    expect((await ask(server, 'GET', '/go/%3Cscript%3E')).statusCode).toBe(404);
  });

  it('when the terms are read, then they say what the programme really does, in three languages', async () => {
    const texts = await Promise.all(
      ['uk', 'ru', 'en'].map(async (lang) => (await ask(server, 'GET', `/terms?lang=${lang}`)).body),
    );
    for (const text of texts) expect(text).toMatch(/72[\s\S]*\+380800500123/);
    expect(texts[2]).toContain('5% to 10%');
    expect(texts[2]).not.toMatch(/\{\{|terms\./);
    expect(new Set(texts).size).toBe(3);
  });
});

describe('the console’s files', () => {
  it('when any of its addresses is opened, then the console comes; a missing file does not look like one', async () => {
    for (const url of ['/console/', '/console/till', '/console/members/mem_1']) {
      const reply = await ask(server, 'GET', url);
      expect([reply.statusCode, reply.headers['cache-control'], reply.body]).toEqual([
        200,
        'no-cache',
        expect.stringContaining('console'),
      ]);
    }
    const script = await ask(server, 'GET', '/console/assets/main-1a2b.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await ask(server, 'GET', '/console/assets/gone.js')).statusCode).toBe(404);
    expect((await ask(server, 'GET', '/')).headers.location).toBe('/console/');
  });
});
