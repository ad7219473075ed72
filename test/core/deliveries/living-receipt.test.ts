// One message a purchase, which follows what happens to it. Real receipts and returns; nothing is sent here.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { EditPrompt, MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { rateReceipt } from '#src/core/receipts/rate-receipt.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { aMember, anIdentity, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;

beforeAll(() => aShop(database.db, {}, { pending: 'days', pendingAmount: 2 }));
beforeEach(async () => {
  clock.set(NOON);
  await database.sql.unsafe(
    'delete from delivery; delete from event; delete from event_reader; update lot set pending = false',
  );
});

const milk = (fields: Partial<ReceiptLine> = {}): ReceiptLine => ({
  sku: '1',
  name: 'Молоко 2,5 %',
  category: 'Молочне',
  quantityMilli: 1_000,
  priceMinor: 100_00,
  discountMinor: 0,
  amountMinor: 100_00,
  ...fields,
});
const bread = milk({ sku: '2', name: 'Хліб', category: 'Хліб' });

async function buys(memberId: MemberId, fields: { lines?: ReceiptLine[]; burn?: bigint } = {}) {
  const { lines = [milk(), bread], burn = 0n } = fields;
  const amountMinor = lines.reduce((sum, line) => sum + BigInt(line.amountMinor), 0n);
  const input = aReceipt({ amountMinor, burn, lines, occurredAt: clock.now() });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  const { receiptId } = await desk.accept(input, { memberId });
  return { receiptId, externalId: input.externalId, number: input.number };
}

let returns = 0;
async function brings(receiptExternalId: string, what: ReturnedWhat, cancels = false) {
  const known = await fresh(database.db).known();
  const input = {
    storeId: STORE,
    receiptExternalId,
    externalId: `return-${++returns}`,
    what,
    cancels,
    acceptedBy: 'stf_1',
    occurredAt: clock.now(),
  };
  return await transaction(database.db, (tx) => returnReceipt(tx, { ...input, at: clock.now(), known }));
}

const activates = () => transaction(database.db, (tx) => activateLots(tx, clock.now(), 100));
const rates = (memberId: MemberId, receiptId: ReceiptId, rating: number) =>
  transaction(database.db, (tx) => rateReceipt(tx, { memberId, receiptId, rating, at: clock.now() }));
const KEYS = [[{ label: 'Картка', action: 'card' }]];
const announce = () =>
  transaction(database.db, (tx) => announceEvents(tx, { at: clock.now(), limit: 100, keyboard: () => KEYS }));
/** Other tests' transactions in the same server hold events back for a moment. */
async function announceAll(): Promise<void> {
  await until('all events to be read', async () => {
    await announce();
    const [left] = await database.sql`
      select 1 from event e where not exists (select 1 from event_reader r
        where (e.recorded_in, e.event_no) <= (r.recorded_in, r.event_no)) limit 1`;
    return left === undefined;
  });
}

interface Queued {
  delivery_id: string;
  identity_id: string;
  prompt: MessagePrompt | EditPrompt;
}
async function queued() {
  const rows = await database.sql<Queued[]>`
    select delivery_id, identity_id, prompt from delivery order by delivery_no`;
  return rows.map(({ delivery_id: deliveryId, identity_id: identityId, prompt }) => ({
    deliveryId,
    identityId,
    prompt,
    text: prompt.text.replaceAll('\u00a0', ' '),
    actions: (prompt.buttons ?? []).flat().map((button) => ('action' in button ? button.action : '')),
  }));
}
const last = async () => {
  const found = (await queued()).at(-1);
  if (!found) throw new Error('nothing was queued');
  return found;
};

describe('in Telegram', () => {
  it('when a receipt is accepted, then one message says what it brought, when it becomes active, and offers to explain', async () => {
    const { memberId } = await aMember(database.db, { balance: 30n });
    await anIdentity(database.db, { memberId });
    const { receiptId, number } = await buys(memberId, { burn: 20n });
    await announceAll();
    const [message, ...more] = await queued();
    expect(more).toEqual([]);
    expect(message?.text).toBe(
      `Чек ${number} · Хрещатик 12 · 200,00 ₴\n−20 балів, +9 балів. На рахунку 19.\n⏳ Можна витрачати з 4 березня: 9 балів.`,
    );
    expect(message?.actions).toEqual([`why:${receiptId}`, `rate:${receiptId}`]);
    // No keys: they stay as they were below a message with buttons.
    expect(message?.prompt).not.toHaveProperty('keyboard');
  });

  it('when its points become active, lines come back and it is rated, then the same message is changed each time, in that order', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    const { receiptId, externalId, number } = await buys(memberId);
    await announceAll();
    const first = await last();
    clock.set(new Date(NOON.getTime() + 3 * DAY_MS));
    await activates();
    await announceAll();
    const active = await last();
    expect(active.prompt).toMatchObject({ say: 'edit', of: { deliveryId: first.deliveryId } });
    expect(active.prompt).not.toHaveProperty('keyboard');
    expect(active.text).toBe(
      `Чек ${number} · Хрещатик 12 · 200,00 ₴\n+10 балів. На рахунку 10.\n✅ Бали вже можна витрачати.`,
    );
    await brings(externalId, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] });
    await announceAll();
    const back = await last();
    expect(back.prompt).toMatchObject({ say: 'edit', of: { deliveryId: first.deliveryId }, orSend: true });
    expect(back.text).toContain('Повернено на 100,00 ₴: <s>Молоко 2,5 %</s>');
    expect(back.text).toContain('Знято за повернене: 5 балів.');
    expect(back.text).toContain('На рахунку 5.');
    await rates(memberId, receiptId, 4);
    await announceAll();
    const rated = await last();
    expect(rated.text).toContain('Ваша оцінка: ★★★★☆');
    expect(rated.actions).toEqual([`why:${receiptId}`]);
    expect((await queued()).map(({ prompt }) => prompt.say)).toEqual(['message', 'edit', 'edit', 'edit']);
  });

  it('when all of it happened before anything was announced, then the first message is right already and the changes name it', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    const { externalId } = await buys(memberId);
    await brings(externalId, 'all');
    await announceAll();
    const [first, change, ...more] = await queued();
    expect(more).toEqual([]);
    expect(first?.text).toBe(change?.text);
    expect(change?.prompt).toMatchObject({ say: 'edit', of: { deliveryId: first?.deliveryId } });
  });

  it('when events are read again from the start, then nothing is said twice', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    const { externalId } = await buys(memberId);
    await brings(externalId, 'all');
    await announceAll();
    await database.sql`delete from event_reader`;
    await announceAll();
    expect(await queued()).toHaveLength(2);
  });

  it('when points that were spent are taken back, then the debt is said', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    const { externalId } = await buys(memberId);
    clock.set(new Date(NOON.getTime() + 3 * DAY_MS));
    const second = await buys(memberId, { lines: [bread], burn: 10n });
    await brings(second.externalId, { lines: [{ lineNo: 1, quantityMilli: 500 }] });
    await database.sql`delete from event`;
    await brings(externalId, 'all', true);
    await announceAll();
    const { text } = await last();
    expect(text).toContain('Чек скасовано, повернено 200,00 ₴.');
    expect(text).toContain('Уже витрачено з них: 3 бали.');
    expect(text).toContain('борг 3 бали: його сплатять наступні бали.');
    const next = await buys(memberId);
    await announceAll();
    expect((await last()).text).toContain(
      `Чек ${next.number} · Хрещатик 12 · 200,00 ₴\n+10 балів. З них на борг: 3 бали. На рахунку 7.`,
    );
  });

  it('when a return leaves a debt, then a message of its own says so beside the changed one, once', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    const { externalId, number } = await buys(memberId);
    clock.set(new Date(NOON.getTime() + 3 * DAY_MS));
    await activates();
    await buys(memberId, { lines: [bread], burn: 10n });
    await announceAll();
    await brings(externalId, 'all');
    await announceAll();
    const [changed, owed] = (await queued()).slice(-2);
    expect(changed?.prompt.say).toBe('edit');
    expect(owed?.prompt).toMatchObject({ say: 'message', keyboard: KEYS });
    expect(owed?.text).toContain(`Чек ${number} · Хрещатик 12\nПовернено на 200,00 ₴: `);
    expect(owed?.text).toMatch(/На рахунку 0, борг \d+ бал\S+: його сплатять наступні бали\.$/);
    const before = (await queued()).length;
    await database.sql`delete from event_reader`;
    await announceAll();
    expect(await queued()).toHaveLength(before);
  });

  it('when the first message is gone, then a return is told in a message of its own and activation in a short one', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    const { externalId, number } = await buys(memberId);
    await announceAll();
    await database.sql`delete from delivery`;
    clock.set(new Date(NOON.getTime() + 3 * DAY_MS));
    await activates();
    await announceAll();
    expect((await last()).prompt.say).toBe('message');
    expect((await last()).text).toBe('✅ Уже можна витрачати: 10 балів. На рахунку 10.');
    await brings(externalId, { lines: [{ lineNo: 2, quantityMilli: 1_000 }] });
    await announceAll();
    expect((await last()).text).toMatch(
      new RegExp(`^Чек ${number} · Хрещатик 12\nПовернено на 100,00 ₴: <s>Хліб</s>`),
    );
  });
});

describe('in Viber', () => {
  it('when something happens to a receipt, then a short message follows, and a rating says nothing more', async () => {
    const { memberId } = await aMember(database.db);
    const viber = await anIdentity(database.db, { memberId, messenger: 'viber' });
    const { receiptId, externalId, number } = await buys(memberId);
    clock.set(new Date(NOON.getTime() + 3 * DAY_MS));
    await activates();
    await brings(externalId, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] });
    await rates(memberId, receiptId, 5);
    await announceAll();
    const messages = await queued();
    expect(messages.map(({ prompt, identityId }) => [prompt.say, identityId])).toEqual(
      Array.from({ length: 3 }, () => ['message', viber]),
    );
    for (const { prompt } of messages) expect(prompt).toMatchObject({ keyboard: KEYS });
    expect(messages[1]?.text).toBe('✅ Уже можна витрачати: 10 балів. На рахунку 10.');
    expect(messages[2]?.text).toBe(
      `Чек ${number} · Хрещатик 12\nПовернено на 100,00 ₴: <s>Молоко 2,5 %</s>\nЗнято за повернене: 5 балів.\nНа рахунку 5.`,
    );
  });
});

describe('a receipt of whom nobody can be told', () => {
  it('when the member has no chat, then nothing is queued and nothing fails', async () => {
    const { memberId } = await aMember(database.db);
    await buys(memberId);
    await transaction(database.db, (tx) =>
      recordEvent(tx, {
        memberId,
        happened: { kind: 'receipt.rated', data: { receiptId: 'rcp_x', rating: 5 } },
        at: NOON,
      }),
    );
    await announceAll();
    expect(await queued()).toEqual([]);
  });
});

describe('a tier that a receipt reaches', () => {
  it('when it does, then the member is congratulated once, and told what it brings', async () => {
    const { memberId } = await aMember(database.db);
    await anIdentity(database.db, { memberId });
    await database.sql`update tier set benefits = '{"uk": ["7 % балами"]}' where tier_key = 'silver'`;
    const lines = [milk({ priceMinor: 11_000_00, amountMinor: 11_000_00 })];
    await buys(memberId, { lines });
    await buys(memberId, { lines });
    await announceAll();
    const texts = (await queued()).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('Срібна'))).toEqual([
      'Вітаємо: ваша картка тепер «Срібна».\nЩо вона дає: 7 % балами.',
    ]);
  });
});
