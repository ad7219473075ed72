// How often offers come, at which hours and about what, as a member chooses it in the chat.
import { beforeAll, describe, expect, it } from 'vitest';
import { readMemberContact } from '#src/core/contacts/member-contact.ts';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { coffee, line, theShop, tobacco } from './member-in-chat.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { aMemberInChat, buys } = theShop(database, clock);

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`
    insert into product (sku, name, category, price_minor)
    values ('1', 'Молоко', 'Молочне', 1), ('2', 'Кава', 'Кава', 1), ('3', 'Цигарки', 'Тютюн', 1), ('4', 'Сир', 'Молочне', 1)`;
  await database.sql`insert into category (category, excluded) values ('ТЮТЮН ', true)
    on conflict (category) do update set excluded = true`;
});

const labels = async (person: Awaited<ReturnType<typeof aMemberInChat>>) => {
  const { buttons = [] } = await person.lastMessage();
  return buttons.flat().map((button) => button.label);
};
const actionOf = async (person: Awaited<ReturnType<typeof aMemberInChat>>, name: string) => {
  const { buttons = [] } = await person.lastMessage();
  const found = buttons.flat().find((button) => button.label === name);
  return found && 'action' in found ? found.action : `no button ${name}`;
};

describe('what a member wishes about offers', () => {
  it('when once a week is chosen, then two taps from the settings do it, and the settings say so', async () => {
    const olena = await aMemberInChat();
    await olena.presses('settings');
    expect(await labels(olena)).toContain('Як часто писати');
    expect(await olena.presses('contact')).toContain('Зараз: як заведено в магазині.');
    expect(await olena.presses(await actionOf(olena, '1 на тиждень'))).toContain('Зараз: 1 на тиждень');
    expect(await readMemberContact(database.db, olena.memberId)).toEqual({
      perWeek: 1,
      topics: null,
      hoursFrom: null,
      hoursTo: null,
    });
    expect(await olena.presses('settings')).toContain('Пишемо: 1 на тиждень');
  });

  it('when topics are chosen, then what they buy comes first, nothing that the law keeps out, and none means all', async () => {
    const taras = await aMemberInChat();
    await buys(taras.memberId, [{ ...coffee(1), category: 'КАВА\u00a0' }, tobacco]);
    await buys(taras.memberId, [{ ...coffee(2), category: 'кава' }, line()]);
    await taras.presses('contact.topics');
    expect(await labels(taras)).toEqual(['✅ Про все', 'Кава', 'Молочне', '‹ Назад']);
    await taras.presses(await actionOf(taras, 'Кава'));
    expect(await labels(taras)).toEqual(['Про все', '✅ Кава', 'Молочне', '‹ Назад']);
    await taras.presses(await actionOf(taras, 'Молочне'));
    expect((await readMemberContact(database.db, taras.memberId)).topics).toEqual(['Кава', 'Молочне']);
    expect(await taras.presses('contact')).toContain('лише Кава, Молочне');
    await taras.presses('contact.topics');
    await taras.presses(await actionOf(taras, '✅ Кава'));
    await taras.presses(await actionOf(taras, '✅ Молочне'));
    expect((await readMemberContact(database.db, taras.memberId)).topics).toBeNull();
  });

  it('when hours are chosen, then they are kept, also when the member becomes part of another, and any time again', async () => {
    const ira = await aMemberInChat();
    await ira.presses('contact.hours');
    expect(await ira.presses(await actionOf(ira, '18:00–21:00'))).toContain('Зараз: 18:00–21:00');
    const ivan = await aMemberInChat();
    await transaction(database.db, (tx) =>
      absorbMember(tx, { from: ira.memberId, into: ivan.memberId, at: NOON }),
    );
    expect(await readMemberContact(database.db, ivan.memberId)).toMatchObject({
      hoursFrom: '18:00',
      hoursTo: '21:00',
    });
    await ivan.presses('contact.hours');
    await ivan.presses(await actionOf(ivan, 'Будь-коли вдень'));
    expect(await readMemberContact(database.db, ivan.memberId)).toMatchObject({
      hoursFrom: null,
      hoursTo: null,
    });
  });
});
