import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardsOfPerson, cardsOfPerson, registeredByHand } from '#src/contract/till-people.ts';
import { findCardByNumber } from '#src/core/cards/read-card.ts';
import { claimPhone } from '#src/core/members/claim-phone.ts';
import { rememberSource } from '#src/core/members/save-conversation.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, anIdentity, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let cashier: Person;

beforeAll(async () => {
  await aShop(database.db, { termsVersion: '7' });
  server = await anApp(database, { bots: { telegram: 'poruch_bot', viber: 'poruch' } });
  cashier = await aPerson(server, database, { role: 'cashier' });
});
afterAll(() => server.close());

const post = (url: string, payload: object, as = cashier) =>
  ask(server, 'POST', url, { as, payload: { storeId: STORE, ...payload } });
const find = async (code: string): Promise<CardsOfPerson> =>
  cardsOfPerson.parse((await post('/api/till/cards/find', { code })).json());
const audited = async (action: string) =>
  await database.sql`select actor, subject from audit_log where action = ${action}`;
let numbers = 0;
const aPlastic = () => `4400${String(++numbers).padStart(8, '0')}`;
const aPhone = () => `+38067${String(7_000_000 + ++numbers)}`;

describe('a lost card', () => {
  it('when the person is found by phone, then the cashier sees a short name and the ends of numbers only', async () => {
    const phone = aPhone();
    const { cardNumber } = await aMember(database.db, { name: 'Олена Коваленко', phone });
    const reply = await post('/api/till/cards/find', { code: phone });
    expect(cardsOfPerson.parse(reply.json())).toMatchObject({
      shownName: 'Олена К.',
      cards: [{ kind: 'virtual', tail: cardNumber.slice(-4), status: 'active' }],
    });
    for (const secret of ['Коваленко', phone, cardNumber]) expect(reply.body).not.toContain(secret);
  });

  it('when it is blocked twice, then it is blocked once, is still found here, and no longer sells', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const { ticket, cards } = await find(cardNumber);
    const body = { ticket, cardId: cards[0]?.cardId };
    for (let turn = 0; turn < 2; turn++) {
      const reply = cardsOfPerson.parse((await post('/api/till/cards/block', body)).json());
      expect(reply.cards[0]?.status).toBe('blocked');
    }
    expect((await find(cardNumber)).cards).toHaveLength(1);
    const sale = await ask(server, 'POST', '/api/till/members/find', {
      as: cashier,
      payload: { code: cardNumber },
    });
    expect(sale.json().error.code).toBe('card_blocked');
    expect(await audited('till.block')).toEqual([{ actor: cashier.staff.staffId, subject: memberId }]);
  });

  it('when a new plastic card is handed out for it, also pressed twice, then the new one works and the old does not', async () => {
    const { memberId, cardNumber: old } = await aMember(database.db, { balance: 70n });
    const { ticket, cards } = await find(old);
    const cardNumber = aPlastic();
    const body = { ticket, cardId: cards[0]?.cardId, cardNumber };
    for (let turn = 0; turn < 2; turn++) {
      const reply = cardsOfPerson.parse((await post('/api/till/cards/replace', body)).json());
      expect(reply.cards.map(({ tail, status }) => [tail, status])).toEqual([
        [cardNumber.slice(-4), 'active'],
        [old.slice(-4), 'blocked'],
      ]);
    }
    expect((await findCardByNumber(database.db, cardNumber))?.memberId).toBe(memberId);
    const another = await aMember(database.db);
    const theirs = await find(another.cardNumber);
    const taken = await post('/api/till/cards/replace', {
      ticket: theirs.ticket,
      cardId: theirs.cards[0]?.cardId,
      cardNumber,
    });
    expect([taken.statusCode, taken.json().error.code]).toEqual([409, 'card_of_another']);
    expect((await find(another.cardNumber)).cards[0]?.status).toBe('active');
  });

  it('when the ticket is another cashier’s, or a sale’s, then nothing is changed', async () => {
    const { cardNumber } = await aMember(database.db);
    const { ticket, cards } = await find(cardNumber);
    const colleague = await aPerson(server, database, { role: 'cashier' });
    const body = { ticket, cardId: cards[0]?.cardId };
    const reply = await post('/api/till/cards/block', body, colleague);
    expect(reply.json().error.code).toBe('code_expired');
    const payload = { code: cardNumber };
    const sale = await ask(server, 'POST', '/api/till/members/find', { as: cashier, payload });
    const other = await post('/api/till/cards/block', { ...body, ticket: sale.json().ticket });
    expect(other.json().error.code).toBe('code_expired');
    const sold = await post('/api/till/receipts', { ticket, receiptNumber: '1', amountMinor: 100 });
    expect(sold.json().error.code).toBe('code_expired');
    expect((await find(cardNumber)).cards[0]?.status).toBe('active');
  });
});

describe('a person without a messenger', () => {
  const person = (fields = {}) => ({
    name: 'Марія Ткач',
    phone: aPhone(),
    language: 'uk',
    marketing: false,
    signed: true,
    termsVersion: '7',
    ...fields,
  });

  it('when they are written down twice at once, then they are one member with consents on paper and a plastic card', async () => {
    const cardNumber = aPlastic();
    const body = person({ cardNumber, marketing: true });
    const replies = await Promise.all([post('/api/till/members', body), post('/api/till/members', body)]);
    const answers = replies.map((reply) => registeredByHand.parse(reply.json()));
    expect(answers.filter(({ replayed }) => replayed)).toHaveLength(1);
    for (const answer of answers) expect(answer).toMatchObject({ shownName: 'Марія Т.', cardNumber });
    expect((await find(body.phone)).cards[0]?.tail).toBe(cardNumber.slice(-4));
    const card = await findCardByNumber(database.db, cardNumber);
    const rows = await database.sql`
      select kind, text_version, channel, carried_by from consent where member_id = ${card?.memberId ?? ''} order by kind`;
    const paper = { text_version: '7', channel: 'console', carried_by: `paper ${cashier.staff.staffId}` };
    expect(rows).toEqual([
      { kind: 'marketing', ...paper },
      { kind: 'programme', ...paper },
    ]);
    const members = await database.sql`
      select source, kind from member join card using (member_id) where member_id = ${card?.memberId ?? ''}`;
    expect(members).toEqual([{ source: STORE, kind: 'plastic' }]);
  });

  it('when the plastic card is an old one that nobody has claimed, then it becomes theirs with its points, once', async () => {
    const { memberId: nobody, cardNumber } = await aMember(database.db, { name: '', balance: 320n });
    await database.sql`update member set phone = null where member_id = ${nobody}`;
    const answers = [];
    const body = person({ cardNumber });
    for (let turn = 0; turn < 2; turn++)
      answers.push(registeredByHand.parse((await post('/api/till/members', body)).json()));
    expect(answers).toMatchObject([
      { cardNumber, brought: 320, replayed: false },
      { cardNumber, brought: 0, replayed: true },
    ]);
    const owner = await findCardByNumber(database.db, cardNumber);
    const balances = await database.sql`
      select balance::integer from account where member_id = ${owner?.memberId ?? ''} and currency = 'points'`;
    expect(balances).toEqual([{ balance: 320 }]);
    const taken = await post('/api/till/members', person({ cardNumber }));
    expect([taken.statusCode, taken.json().error.code]).toEqual([409, 'card_of_another']);
    expect(await audited('plastic.taken-over')).toEqual([
      { actor: cashier.staff.staffId, subject: owner?.memberId },
    ]);
  });

  it('when they are sent again with a card that is not theirs, then no card is named as theirs', async () => {
    const anna = person();
    const { cardNumber: hers } = registeredByHand.parse((await post('/api/till/members', anna)).json());
    const bobs = aPlastic();
    await post('/api/till/members', person({ cardNumber: bobs }));
    const again: [string, string][] = [
      [aPlastic(), 'already_member'],
      [bobs, 'card_of_another'],
    ];
    for (const [cardNumber, code] of again) {
      const reply = await post('/api/till/members', { ...anna, cardNumber });
      expect([reply.statusCode, reply.json().error?.code]).toEqual([409, code]);
    }
    const same = registeredByHand.parse((await post('/api/till/members', anna)).json());
    expect(same).toMatchObject({ cardNumber: hers, replayed: true });
  });

  it('when they open the bot later with the proven phone, then they find that card', async () => {
    const phone = aPhone();
    const { cardNumber } = registeredByHand.parse(
      (await post('/api/till/members', person({ phone }))).json(),
    );
    const identityId = await anIdentity(database.db);
    const claimed = await transaction(database.db, (tx) =>
      claimPhone(tx, { identityId, phone, proven: true, at: server.clock.now() }),
    );
    const card = await findCardByNumber(database.db, cardNumber);
    expect(claimed).toMatchObject({ outcome: 'linked', first: true, memberId: card?.memberId });
  });

  it('when the number is a member’s, the card is taken, or another text was signed, then nobody is enrolled', async () => {
    const phone = aPhone();
    await aMember(database.db, { phone });
    const taken = aPlastic();
    await post('/api/till/members', person({ cardNumber: taken }));
    const before = await database.sql`select count(*) as members from member`;
    const wrong: [object, string][] = [
      [person({ phone }), 'already_member'],
      [person({ cardNumber: taken }), 'card_of_another'],
      [person({ termsVersion: '6' }), 'terms_changed'],
      [person({ phone: '044 123 45 67' }), 'phone_not_mobile'],
      [person({ name: 'http://evil.example' }), 'name_not_valid'],
      [person({ signed: false }), 'invalid_input'],
    ];
    for (const [body, code] of wrong)
      expect((await post('/api/till/members', body)).json().error.code).toBe(code);
    expect(await database.sql`select count(*) as members from member`).toEqual(before);
  });
});

describe('the QR codes of a counter', () => {
  it('when they are asked for, then each link carries the store, and who comes by it has the store as source', async () => {
    const reply = await ask(server, 'GET', `/api/till/counter?storeId=${STORE}`, { as: cashier });
    const { ways, store } = reply.json();
    expect(store.name).toBe('Хрещатик 12');
    expect(ways.map(({ link }: { link: string }) => link)).toEqual([
      `https://t.me/poruch_bot?start=s-${STORE}`,
      `viber://pa?chatURI=poruch&context=s-${STORE}`,
    ]);
    const identityId = await anIdentity(database.db);
    await transaction(database.db, (tx) => rememberSource(tx, { identityId, source: `s-${STORE}` }));
    const rows = await database.sql`select source from identity where identity_id = ${identityId}`;
    expect(rows).toEqual([{ source: STORE }]);
  });
});
