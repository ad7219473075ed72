// The page of a card over HTTP: who may see whose, for how long, and what it may load.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInitData } from '#bots/telegram/init-data.ts';
import { blockCard } from '#src/core/cards/block-card.ts';
import { signCardLink, sweepCardLinks } from '#src/core/cards/card-link.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { transaction } from '#src/db/client.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import { readCodes } from '#test/core/cards/read-picture.ts';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { initDataOf } from '#test/support/init-data.ts';
import { qrPng } from '#test/support/qr-png.ts';

const TOKEN = '700000001:a-token-of-the-pretend-telegram';
const database = useDatabase();
let server: AnApp;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, {
    readInitData: (initData, at) => readInitData(initData, { token: TOKEN, at }),
  });
});
afterAll(() => server.close());

let people = 279_000_000;

async function aChat(messenger: 'telegram' | 'viber', name = 'Олена Коваленко') {
  const userId = people++;
  const { memberId, cardNumber } = await aMember(database.db, { name, balance: 1_240n });
  const externalId = messenger === 'telegram' ? String(userId) : `viber-${userId}`;
  const identityId = await anIdentity(database.db, { memberId, messenger, externalId });
  return { userId, memberId, cardNumber, identityId };
}

const fromTelegram = (userId: number, authDate = server.clock.now()) =>
  ask(server, 'POST', '/api/card/session', {
    payload: { telegram: initDataOf({ userId, authDate, token: TOKEN }) },
  });
const linkOf = (chat: { identityId: IdentityId; memberId: MemberId }) =>
  signCardLink(chat, { secretKey: SECRET_KEY, at: server.clock.now() });
const byLink = (link: string) => ask(server, 'POST', '/api/card/session', { payload: { link } });
const withSession = (session: string) =>
  ask(server, 'GET', '/api/card', { headers: { 'x-card-session': session } });
const cookieOf = (reply: Awaited<ReturnType<typeof byLink>>) => `kartka_card=${reply.cookies[0]?.value}`;
const CLOSED = [401, 'card_page_closed'];
const refusal = (reply: Awaited<ReturnType<typeof byLink>>) => [reply.statusCode, reply.json().error?.code];

describe('opening the card inside Telegram', () => {
  it('when Telegram vouches for a member, then it is their card, balance and a code that burns', async () => {
    const { userId, cardNumber } = await aChat('telegram');
    const reply = await fromTelegram(userId);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.headers['set-cookie']).toBeUndefined();
    const page = reply.json();
    expect(page).toMatchObject({ language: 'uk', memberName: 'Олена Коваленко', tier: 'Базова' });
    expect(page.balance.shown).toBe('1\u00a0240\u00a0балів');
    expect(await readCodes(qrPng(page.card.codes.qr))).toEqual([`QRCode ${cardNumber}`]);
    expect(await readCodes(qrPng(page.live.qr))).toEqual([`QRCode ${page.live.code}`]);
    expect(page.live.lastsMs).toBe(60_000);
  });

  it('when the page asks again, then it gets another code, and its session lasts from then on', async () => {
    const { userId } = await aChat('telegram');
    const first = (await fromTelegram(userId)).json();
    server.clock.advance(3 * 3_600_000);
    const second = (await withSession(first.session)).json();
    expect(second.live.code).not.toBe(first.live.code);
    server.clock.advance(3 * 3_600_000);
    expect(refusal(await withSession(first.session))).toEqual(CLOSED);
    expect((await withSession(second.session)).statusCode).toBe(200);
  });

  it('when what Telegram says is old or made up, then nothing opens', async () => {
    const { userId } = await aChat('telegram');
    const old = new Date(server.clock.now().getTime() - 3_700_000);
    expect(refusal(await fromTelegram(userId, old))).toEqual(CLOSED);
    const payload = { telegram: `user=%7B%22id%22%3A${userId}%7D&auth_date=1&hash=${'0'.repeat(64)}` };
    expect(refusal(await ask(server, 'POST', '/api/card/session', { payload }))).toEqual(CLOSED);
  });

  it('when somebody is no member yet, then they are told so', async () => {
    expect(refusal(await fromTelegram(1_000))).toEqual([404, 'member_not_found']);
  });

  it('when the page speaks the language already, then the words are not sent again', async () => {
    const { userId } = await aChat('telegram');
    const { session, words } = (await fromTelegram(userId)).json();
    expect(words.live).toBe('Код для каси');
    const again = await ask(server, 'GET', '/api/card?shown=uk', { headers: { 'x-card-session': session } });
    expect(again.json().words).toBeNull();
  });
});

describe('the offers on the page', () => {
  it('when some work for the member now, then they are there with their last day', async () => {
    const { userId } = await aChat('telegram');
    const validUntil = new Date(server.clock.now().getTime() + 10 * 24 * 3_600_000).toISOString();
    const words = { uk: { title: '−10 % на каву', terms: 'Раз на день.' } };
    await anOffer(database.db, { words, gives: { validUntil } });
    server.clock.advance(60_000);
    const fresh = await anApp(database, {
      clock: server.clock,
      readInitData: (initData, at) => readInitData(initData, { token: TOKEN, at }),
    });
    const reply = await ask(fresh, 'POST', '/api/card/session', {
      payload: { telegram: initDataOf({ userId, authDate: server.clock.now(), token: TOKEN }) },
    });
    expect(reply.json().offers).toEqual([
      { title: '−10 % на каву', terms: 'Раз на день.', until: expect.stringMatching(/^до \d+/) },
    ]);
    await fresh.close();
  });
});

describe('opening the card by a link', () => {
  it('when the link is pressed, then it opens once, and a cookie that no script can read goes on', async () => {
    const { identityId, memberId, cardNumber } = await aChat('viber', 'Тарас Мельник');
    const link = linkOf({ identityId, memberId });
    expect(link).toMatch(/^[\w-]{55}$/);
    const reply = await byLink(link);
    expect(reply.json()).toMatchObject({
      memberName: 'Тарас Мельник',
      session: null,
      card: { number: cardNumber },
    });
    expect(reply.headers['set-cookie']).toMatch(/; Path=\/api\/card; .*HttpOnly; SameSite=Strict$/);
    expect(refusal(await byLink(link))).toEqual(CLOSED);
    const cookie = cookieOf(reply);
    expect((await ask(server, 'GET', '/api/card', { headers: { cookie } })).json().memberName).toBe(
      'Тарас Мельник',
    );
  });

  it('when two press it at once, then one of them comes too late', async () => {
    const link = linkOf(await aChat('viber'));
    const statuses = (await Promise.all([byLink(link), byLink(link), byLink(link)])).map(
      ({ statusCode }) => statusCode,
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
  });

  it('when a day has passed, then it opens nothing', async () => {
    const link = linkOf(await aChat('viber'));
    server.clock.advance(24 * 3_600_000 + 1_000);
    expect(refusal(await byLink(link))).toEqual(CLOSED);
  });

  it('when a letter is changed, or the chat of another is written in, then it opens nothing', async () => {
    const one = await aChat('viber');
    const other = await aChat('viber');
    const link = linkOf(one);
    const forged = [
      link.replace(one.identityId.slice(4), other.identityId.slice(4)),
      `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`,
      link.slice(0, -1),
      `${link}A`,
      '',
      'x'.repeat(55),
    ];
    for (const each of forged) expect(refusal(await byLink(each))).toEqual(CLOSED);
    expect((await byLink(link)).statusCode).toBe(200);
  });

  it('when links have ended by themselves, then what was kept of them goes', async () => {
    await byLink(linkOf(await aChat('viber')));
    const at = new Date(server.clock.now().getTime() + 25 * 3_600_000);
    await transaction(database.db, (tx) => sweepCardLinks(tx, at));
    const [row] = await database.sql`select count(*)::int as n from used_card_link`;
    expect(row?.n).toBe(0);
  });
});

describe('a session', () => {
  it('when the chat is taken from the member, or the member is erased, then it sees nothing more', async () => {
    const taken = await aChat('telegram');
    const { session } = (await fromTelegram(taken.userId)).json();
    const other = await aMember(database.db);
    await database.sql`update identity set member_id = ${other.memberId} where identity_id = ${taken.identityId}`;
    expect(refusal(await withSession(session))).toEqual(CLOSED);

    const erased = await aChat('telegram');
    const { session: second } = (await fromTelegram(erased.userId)).json();
    await transaction(database.db, (tx) => eraseMember(tx, erased.memberId, server.clock.now()));
    expect(refusal(await withSession(second))).toEqual(CLOSED);
  });

  it('when it is made up, or a link of another kind, then it opens nothing', async () => {
    for (const session of ['x', 'A'.repeat(120), linkOf(await aChat('viber'))])
      expect(refusal(await withSession(session))).toEqual(CLOSED);
  });

  it('when another site asks in the person’s name, then 403', async () => {
    const reply = await ask(server, 'POST', '/api/card/session', {
      payload: { link: 'x' },
      headers: { origin: 'https://evil.example' },
    });
    expect(reply.statusCode).toBe(403);
  });

  it('when the card is blocked, then there is no code to show and the page knows', async () => {
    const { userId, memberId } = await aChat('telegram');
    await transaction(database.db, (tx) =>
      blockCard(tx, { memberId, reason: 'member', at: server.clock.now() }),
    );
    expect((await fromTelegram(userId)).json()).toMatchObject({
      live: null,
      card: { blocked: true, codes: null },
      balance: { shown: '1\u00a0240\u00a0балів' },
    });
  });
});

describe('the code on the page', () => {
  it('when a till reads it, then it burns once and no other time', async () => {
    const { userId } = await aChat('telegram');
    const { live } = (await fromTelegram(userId)).json();
    const cashier = await aPerson(server, database, { role: 'cashier' });
    const burn = async (receiptNumber: string) => {
      const found = await ask(server, 'POST', '/api/till/members/find', {
        as: cashier,
        payload: { code: live.code },
      });
      const { ticket } = found.json();
      return await ask(server, 'POST', '/api/till/receipts', {
        as: cashier,
        payload: {
          ticket,
          storeId: 'str_00000000000000000001',
          tillId: 'til_00000000000000000001',
          receiptNumber,
          amountMinor: 100_00,
          burn: 10,
        },
      });
    };
    expect((await burn('901')).json()).toMatchObject({ burnt: 10 });
    expect((await burn('902')).json().error.code).toBe('live_code_used');
    expect((await burn('903')).json().error.code).toBe('live_code_used');
  });
});
