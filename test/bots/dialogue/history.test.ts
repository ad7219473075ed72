// A purchase opened from the history, its rating given again, and favourites put on the list, in both messengers.
import { beforeAll, describe, expect, it } from 'vitest';
import type { SceneEvent } from '#bots/dialogue/scene.ts';
import { purchase } from '#bots/dialogue/scenes/purchase.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { coffee, line, plain, theShop } from './member-in-chat.ts';
import { actionsOf, type Person } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const HOUR_MS = 3_600_000;
const { aMemberInChat, buys, brings, gives } = theShop(database, clock);

beforeAll(() => aShop(database.db));

async function opens(person: Person, action: string) {
  const said = await person.does({ kind: 'action', action }, true);
  const [toast] = await database.sql<{ text: string }[]>`select prompt->>'text' as text from delivery
    where delivery_id = any(${person.last().deliveries}) and prompt->>'say' = 'toast'`;
  return {
    text: plain(said.map(({ text }) => text).join('\n')),
    actions: actionsOf(said),
    toast: toast?.text ?? '',
  };
}

describe.each(['telegram', 'viber'] as const)('the history in %s', (messenger) => {
  it('when a purchase is chosen in it, then its lines, sums and points are told, and the way back leads to the page', async () => {
    clock.set(NOON);
    const person = await aMemberInChat({ messenger });
    const { externalId, receiptId, number } = await buys(person.memberId, [
      line({ name: 'Сир <м’який>' }),
      coffee(3),
    ]);
    clock.advance(60_000);
    await brings(externalId, 1);
    const overview = await opens(person, 'history');
    expect(overview.actions).toEqual(['history.open', 'favourites', 'history.why']);
    const choice = await opens(person, 'history.open');
    expect(choice.text).toContain('Яку покупку відкрити?');
    expect(choice.actions).toEqual([`purchase:${receiptId}`, `purchase:${receiptId}`, 'history']);
    const opened = await opens(person, `purchase:${receiptId}:1772445600000`);
    expect(opened.text).toContain(`<b>Чек ${number}</b> · Хрещатик 12`);
    expect(opened.text).toContain('• <s>Сир &lt;м’який&gt; · 100,00 ₴</s>\n• Кава × 3 · 150,00 ₴');
    expect(opened.text).toContain('Разом: <b>250,00 ₴</b>\nПовернено на 100,00 ₴.\nБали: <b>+');
    expect(opened.actions).toEqual([`why:${receiptId}`, `rate:${receiptId}`, 'history:1772445600000']);
  });

  it('when many lines are of one moment, then the pages tell each of them once, and lead back to where they were', async () => {
    clock.set(NOON);
    const person = await aMemberInChat({ messenger });
    await gives(person.memberId, 1n);
    clock.advance(HOUR_MS);
    const bought: string[] = [];
    for (let i = 0; i < 9; i++) bought.push((await buys(person.memberId, [line()])).externalId);
    for (const externalId of bought.slice(0, 3)) await brings(externalId, 1);
    for (let points = 101n; points <= 130n; points++) await gives(person.memberId, points);
    const seen: string[] = [];
    let action: string | undefined = 'history';
    for (let page = 0; action && page < 9; page++) {
      const shown = await opens(person, action);
      seen.push(...shown.text.split('\n').slice(1));
      const at = action.slice('history'.length);
      const open = shown.actions.includes(`history.open${at}`)
        ? await opens(person, `history.open${at}`)
        : null;
      expect(open?.actions.at(-1) ?? action).toBe(action);
      const [purchase] = open?.actions ?? [];
      if (purchase) expect((await opens(person, purchase)).actions.at(-1)).toBe(action);
      for (const each of [...shown.actions, ...(open?.actions ?? [])])
        expect(Buffer.byteLength(each)).toBeLessThanOrEqual(64);
      action = shown.actions.find((each) => each.startsWith('history:'));
    }
    expect(seen).toHaveLength(9 + 3 + 30 + 1);
    const given = seen.flatMap((text) => /\+(1[0-3]\d)\b/.exec(text)?.[1] ?? []);
    expect(given.toSorted()).toEqual(Array.from({ length: 30 }, (_, i) => String(101 + i)));
    // A button of before names the moment alone.
    expect((await opens(person, `history:${clock.now().getTime()}`)).text.split('\n')).toHaveLength(2);
    expect((await opens(person, `history:${clock.now().getTime() + 1}`)).text.split('\n')).toHaveLength(8);
  });

  it('when a purchase is rated again, then within a day the last word counts, and after it the first day’s stays', async () => {
    clock.set(NOON);
    const person = await aMemberInChat({ messenger });
    const { receiptId } = await buys(person.memberId, [line()]);
    await opens(person, `rate:${receiptId}:2`);
    clock.advance(20 * HOUR_MS);
    const changeable = await opens(person, `purchase:${receiptId}`);
    expect(changeable.text).toContain('Ваша оцінка: ★★☆☆☆');
    expect(changeable.actions).toContain(`rate:${receiptId}`);
    await opens(person, `rate:${receiptId}:5`);
    clock.advance(5 * HOUR_MS);
    for (const action of [`rate:${receiptId}:1`, `rate:${receiptId}`]) {
      const { text, toast } = await opens(person, action);
      expect(messenger === 'telegram' ? toast : text).toContain('Оцінку можна змінити лише протягом доби');
      expect(messenger === 'telegram' ? text : '').toBe('');
    }
    const settled = await opens(person, `purchase:${receiptId}`);
    expect(settled.text).toContain('Ваша оцінка: ★★★★★');
    expect(settled.actions).not.toContain(`rate:${receiptId}`);
    expect((await opens(person, `rate:${receiptId}:5`)).text).not.toContain('Оцінку можна');
  });

  it('when favourites are opened, then they are told by how often, and a press puts one on the list', async () => {
    clock.set(NOON);
    const person = await aMemberInChat({ messenger });
    expect((await opens(person, 'favourites')).text).toContain('Тут буде те, що ви купуєте найчастіше');
    await buys(person.memberId, [line(), coffee(1)]);
    clock.advance(HOUR_MS);
    const { receiptId } = await buys(person.memberId, [coffee(2)]);
    const shown = await opens(person, 'favourites');
    expect(shown.text).toContain('1. Кава · 2 рази, востаннє 2 березня\n2. Молоко · 1 раз');
    expect(shown.actions[0]).toBe(`favourite:${receiptId}:1`);
    const put = await opens(person, shown.actions[0] ?? '');
    expect(messenger === 'telegram' ? put.toast : put.text).toBe('У списку покупок: Кава');
    const items = await database.sql`select name from shopping_item where member_id = ${person.memberId}`;
    expect(items).toMatchObject([{ name: 'Кава' }]);
    const stranger = await aMemberInChat({ messenger });
    for (const action of [`favourite:${receiptId}:1`, `purchase:${receiptId}`])
      expect((await opens(stranger, action)).text).toBe('Такого вже немає.');
  });

  it('when a receipt is long, then it is cut, and says in every language how much is left', async () => {
    clock.set(NOON);
    const person = await aMemberInChat({ messenger });
    const most = messenger === 'telegram' ? 30 : 15;
    const { receiptId } = await buys(
      person.memberId,
      Array.from({ length: most + 2 }, (_, no) =>
        line({ sku: `s${no}`, name: `Товар ${no} ${'дуже '.repeat(20)}` }),
      ),
    );
    for (const language of LANGUAGES) {
      await person.presses(`lang:${language}`);
      const { text } = await opens(person, `purchase:${receiptId}`);
      const rest = { uk: '…і ще 2 рядки', ru: '…и ещё 2 строки', en: '…and 2 more lines' };
      expect(text).toContain(rest[language]);
      expect(text.match(/^• /gm)).toHaveLength(most);
      expect(text.length).toBeLessThan(4_096);
    }
  });
});

describe('the scene of a purchase', () => {
  it('when a button says something else, then it is left to the other scenes', () => {
    const view = {} as Parameters<typeof purchase>[2];
    for (const action of ['purchase:', 'purchase:mem_00000000000000000001', 'purchase:rcp_x:1', 'history'])
      expect(purchase({ scene: 'menu' }, { kind: 'action', action } satisfies SceneEvent, view)).toBeNull();
  });
});
