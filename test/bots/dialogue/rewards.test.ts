// Rewards in the chat: from the catalogue to the code, and back within minutes.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { Prompt } from '#src/core/deliveries/prompt.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { handOverOrder, readyOrder } from '#src/core/rewards/serve-order.ts';
import { closeUndo } from '#src/core/rewards/watch-orders.ts';
import { createStore } from '#src/core/stores/change-store.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { OrderId } from '#src/lib/id.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';
import { plain, theShop } from './member-in-chat.ts';
import { actionsOf, type Person } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { aMemberInChat, gives } = theShop(database, clock);
const MINUTE_MS = 60_000;

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  clock.set(NOON);
  await database.sql`update reward set status = 'off'`;
});

const press = (person: Person, action: string) => person.does({ kind: 'action', action }, true);
const actions = async (person: Person, action: string) => actionsOf(await press(person, action));
const told = async (person: Person) => {
  const { identityId } = await person.identity();
  await eventsSettled(database.sql);
  await transaction(database.db, (tx) => announceEvents(tx, { at: clock.now(), limit: 1_000 }));
  const rows = await database.sql<{ prompt: Prompt; once: string | null }[]>`
    select prompt, once_key as once from delivery where identity_id = ${identityId} and lane = 'notice'
    order by delivery_no`;
  return rows.map(({ prompt }) => ({ say: prompt.say, text: plain(prompt.text) }));
};

/** Takes the reward to the last word and says it. */
async function takes(person: Person, rewardId: string) {
  const [yes = ''] = await actions(person, `reward.get:${rewardId}`);
  return { yes, shown: await press(person, yes) };
}

describe('the catalogue', () => {
  it('when there is nothing, then it says so', async () => {
    const person = await aMemberInChat();
    expect(await person.presses('rewards')).toContain('Винагород поки немає');
    expect(await person.presses('orders')).toContain('Замовлень поки немає');
  });

  it('when it is opened, then it begins with what the points are enough for, and shows how far the next is', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 120n);
    await aReward(database.db, { names: { uk: 'Кава' }, price: 100n });
    const far = await aReward(database.db, { names: { uk: 'Торба' }, price: 240n });
    const [list] = await press(person, 'rewards');
    expect(plain(list?.text ?? '')).toBe(
      [
        '🎁 <b>Винагороди</b>\nМожна витратити: 120 балів.',
        'Уже вистачає:\n• Кава · 100 балів',
        'Ще 120 балів до «Торба»\n▓▓▓▓▓░░░░░ 120 з 240',
      ].join('\n\n'),
    );
    expect(plain(await person.presses(`reward:${far.rewardId}`))).toContain('Лишилося зібрати 120 балів.');
    expect(await actions(person, `reward:${far.rewardId}`)).toEqual(['rewards']);
  });

  it('when there are many, then pages turn in the same message', async () => {
    const person = await aMemberInChat();
    for (let n = 1; n <= 8; n++)
      await aReward(database.db, { names: { uk: `Річ ${n}` }, price: BigInt(n * 100) });
    const [first] = await press(person, 'rewards');
    expect([first?.say, actionsOf(first ? [first] : []).at(-1)]).toEqual(['message', 'rewards:1']);
    const [second] = await press(person, 'rewards:1');
    expect(second).toMatchObject({ say: 'edit', text: expect.stringContaining('Річ 8') });
  });

  it('when a name brings markup, then it stays text', async () => {
    const person = await aMemberInChat();
    const { rewardId } = await aReward(database.db, {
      names: { uk: 'Чай <b>&' },
      descriptions: { uk: '<script>' },
    });
    expect(await person.presses('rewards')).toContain('Чай &lt;b&gt;&amp;');
    expect(await person.presses(`reward:${rewardId}`)).toContain('&lt;script&gt;');
  });
});

describe('ordering', () => {
  it('when it is confirmed, then the code comes at once with its picture, and again only once', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 150n);
    const { rewardId } = await aReward(database.db);
    const { yes, shown } = await takes(person, rewardId);
    const [done, code] = shown;
    expect([done?.say, plain(done?.text ?? '')]).toEqual(['edit', '✅ «Кава» · −100 балів']);
    expect(plain(code?.text ?? '')).toMatch(
      /^🎁 «Кава» чекає на вас\.\nКод: <code>\w{3}-\w{3}<\/code>\nДе: будь-який наш магазин, до 16 березня\.\nПокажіть код на касі\.$/,
    );
    expect(code?.picture).toMatchObject({ picture: 'pickUp' });
    expect(code?.buttons?.flat()[0]?.label).toBe('Скасувати (10 хв, до 12:10)');
    const again = await press(person, yes);
    expect(again.at(-1)?.text).toBe(code?.text);
    expect((await readBalance(database.db, person.memberId, NOON)).balance).toBe(50n);
    expect(plain(await person.presses('history'))).toContain('винагорода');
    expect(plain(await person.presses('orders'))).toMatch(/Кава · код \w{3}-\w{3} · до 16 березня/);
  });

  it('when it is in Viber, then one message says it all', async () => {
    const person = await aMemberInChat({ messenger: 'viber' });
    await gives(person.memberId, 100n);
    const { rewardId } = await aReward(database.db);
    const { shown } = await takes(person, rewardId);
    expect(shown).toHaveLength(1);
    expect(plain(shown[0]?.text ?? '')).toMatch(/^✅ «Кава» · −100 балів\n\n🎁 «Кава» чекає на вас/);
  });

  it('when the price was changed in between, or the last one is gone, then it is said and nothing is taken', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 500n);
    const { rewardId } = await aReward(database.db, { stock: 1 });
    const [yes = ''] = await actions(person, `reward.get:${rewardId}`);
    await database.sql`update reward set price = 400, version = version + 1 where reward_id = ${rewardId}`;
    expect(await person.presses(yes)).toContain('Умови щойно змінилися');
    const [next = ''] = await actions(person, `reward.get:${rewardId}`);
    await database.sql`update reward set stock = 0 where reward_id = ${rewardId}`;
    expect(await person.presses(next)).toContain('Останню щойно забрали');
    expect((await readBalance(database.db, person.memberId, NOON)).balance).toBe(500n);
  });

  it('when it is prepared first, then the store is chosen, and word comes when it is ready', async () => {
    await transaction(database.db, (tx) =>
      createStore(tx, {
        name: 'Площа Ринок 3',
        city: 'Львів',
        address: 'пл. Ринок, 3',
        timeZone: 'Europe/Kyiv',
        at: NOON,
      }),
    );
    const person = await aMemberInChat();
    await gives(person.memberId, 100n);
    const { rewardId } = await aReward(database.db, { preparation: 'ahead', names: { uk: 'Торт' } });
    const stores = await press(person, `reward.get:${rewardId}`);
    const labels = stores[0]?.buttons?.flat().map((each) => each.label);
    expect(labels).toEqual(['Хрещатик 12, Київ', 'Площа Ринок 3, Львів']);
    const [first = ''] = actionsOf(stores);
    const [asked] = await press(person, first);
    expect(plain(asked?.text ?? '')).toBe('Взяти «Торт» за 100 балів? Лишиться 0.\nМагазин: Хрещатик 12.');
    const [yes = ''] = actionsOf(asked ? [asked] : []);
    expect(Buffer.byteLength(yes)).toBeLessThanOrEqual(60);
    const made = await press(person, yes);
    expect(made.at(-1)?.text).toContain('Напишемо, щойно буде готово');
    const orderId = await orderOf(person.memberId);
    await transaction(database.db, (tx) => readyOrder(tx, { orderId, actor: 'stf_1', at: clock.now() }));
    const notices = await told(person);
    expect(notices.map(({ say }) => say)).toEqual(['edit', 'message']);
    expect(notices[1]?.text).toMatch(
      /^🎁 Готово: «Торт» чекає на вас\.\nКод: .*\nДе: Хрещатик 12, до 16 березня/,
    );
  });
});

describe('afterwards', () => {
  it('when it is taken back within ten minutes, then the message says so and the points return', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 100n);
    const { rewardId } = await aReward(database.db);
    const { shown } = await takes(person, rewardId);
    const [undo = ''] = actionsOf(shown.slice(-1));
    const [undone] = await press(person, undo);
    expect([undone?.say, plain(undone?.text ?? '')]).toEqual([
      'edit',
      'Скасовано: «Кава». Знову на рахунку: 100 балів.',
    ]);
    expect(plain(await person.presses('history'))).toContain('винагороду скасовано');
  });

  it('when the minutes are over, then the button goes, and pressing it says what to do', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 100n);
    const { rewardId } = await aReward(database.db);
    const { shown } = await takes(person, rewardId);
    const [undo = ''] = actionsOf(shown.slice(-1));
    clock.advance(11 * MINUTE_MS);
    await transaction(database.db, (tx) => closeUndo(tx, clock.now(), 10));
    const [edit] = await told(person);
    expect(edit).toMatchObject({ say: 'edit', text: expect.stringContaining('чекає на вас') });
    const [row] = await database.sql<{ buttons: unknown }[]>`
      select prompt -> 'buttons' as buttons from delivery where lane = 'notice' order by delivery_no desc limit 1`;
    expect(row?.buttons).toEqual([]);
    expect(await person.presses(undo)).toContain('Десять хвилин минули');
  });

  it('when it is handed over, then the member hears where', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 100n);
    const { rewardId } = await aReward(database.db);
    await takes(person, rewardId);
    const orderId = await orderOf(person.memberId);
    await transaction(database.db, (tx) =>
      handOverOrder(tx, { orderId, storeId: STORE, actor: 'stf_1', at: clock.now() }),
    );
    expect((await told(person)).map(({ text }) => text)).toEqual([
      '✅ Видано: «Кава» · Хрещатик 12.',
      '✅ Видано: «Кава» · Хрещатик 12.',
    ]);
    expect(plain(await person.presses(`order:${orderId}`))).toContain('✅ Видано');
    const stranger = await aMemberInChat();
    expect(await stranger.presses(`order:${orderId}`)).toContain('Такого замовлення немає');
  });
});

async function orderOf(memberId: string): Promise<OrderId> {
  const [row] = await database.sql<{ order_id: OrderId }[]>`
    select order_id from reward_order where member_id = ${memberId} order by ordered_at desc limit 1`;
  if (!row) throw new Error('nothing was ordered');
  return row.order_id;
}
