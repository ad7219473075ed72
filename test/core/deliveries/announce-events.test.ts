import { beforeAll, beforeEach, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { MessagePrompt, Prompt } from '#src/core/deliveries/prompt.ts';
import type { Happened } from '#src/core/events/happened.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { transaction } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import { newId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await database.sql.unsafe('delete from delivery; delete from event; delete from event_reader');
});

const happen = (memberId: Awaited<ReturnType<typeof aMember>>['memberId'], happened: Happened) =>
  transaction(database.db, (tx) => recordEvent(tx, { memberId, happened, at }));
const announce = () => transaction(database.db, (tx) => announceEvents(tx, { at, limit: 100 }));
/** Other tests' transactions in the same server hold events back for a moment. */
const announceAll = (events: number) => {
  let seen = 0;
  return until('the events to be read', async () => {
    seen += (await announce()).events;
    return seen >= events;
  });
};
const queued = async () => {
  const rows = await database.sql<{ identity_id: string; prompt: MessagePrompt; not_after: Date }[]>`
    select identity_id, prompt, not_after from delivery order by delivery_no`;
  return rows.map(({ identity_id: identityId, prompt, not_after: notAfter }) => ({
    identityId,
    prompt,
    notAfter,
  }));
};
/** A receipt that stands in the books, with what it brought. */
async function bought(
  memberId: Awaited<ReturnType<typeof aMember>>['memberId'],
  { earned = 43, burnt = 0, balance = 1_283 } = {},
): Promise<Happened> {
  const receiptId = newId('rcp');
  await database.db.transaction((tx) =>
    tx.insert(receipt).values({
      memberId,
      receiptId,
      storeId: STORE,
      externalId: receiptId,
      number: '214',
      amountMinor: 86_240n,
      earned: BigInt(earned),
      burnt: BigInt(burnt),
      balanceAfter: BigInt(balance),
      acceptedBy: 'stf_1',
      occurredAt: at,
      recordedAt: at,
    }),
  );
  const data = { receiptId, storeId: STORE, number: '214', amountMinor: 86_240, earned, burnt, balance };
  return { kind: 'receipt.accepted', data };
}
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

it('tells about a receipt in the words of the shop, once, however often it is asked', async () => {
  const { memberId } = await aMember(database.db);
  await anIdentity(database.db, { memberId });
  await happen(memberId, await bought(memberId));
  await announceAll(1);
  await announce();
  await database.sql`delete from event_reader`;
  await announceAll(1);
  const messages = await queued();
  expect(messages.map(({ prompt }) => plain(prompt.text))).toEqual([
    'Чек 214 · Хрещатик 12 · 862,40 ₴\n+43 бали. На рахунку 1 283.',
  ]);
});

it('tells what was burnt, in the language of the member', async () => {
  const { memberId } = await aMember(database.db);
  await anIdentity(database.db, { memberId });
  await database.sql`update member set language = 'en' where member_id = ${memberId}`;
  await happen(memberId, await bought(memberId, { earned: 1, burnt: 120 }));
  await announceAll(1);
  expect(plain((await queued())[0]?.prompt.text)).toBe(
    'Receipt 214 · Хрещатик 12 · ₴862.40\n−120 points, +1 point. You have 1,283.',
  );
});

it('says once what has run out in one night, of each kind of points', async () => {
  const { memberId } = await aMember(database.db);
  await anIdentity(database.db, { memberId });
  await database.sql`insert into currency (currency, kind, names, expiry) values ('coffee', 'stickers',
    ${database.sql.json({ uk: { one: 'кава', few: 'кави', many: 'кав', other: 'кави' } })}, 'never')
    on conflict do nothing`;
  await transaction(database.db, async (tx) => {
    for (const [amount, balance, currency] of [
      ['25', '130', 'points'],
      ['2', '0', 'coffee'],
      ['10', '120', 'points'],
    ] as const) {
      const data = { transferId: 'trf_1', amount, balance, currency };
      await recordEvent(tx, { memberId, happened: { kind: 'points.expired', data }, at });
    }
  });
  await announceAll(3);
  const told = (await queued()).map(({ prompt }) => plain(prompt.text));
  expect(new Set(told)).toEqual(
    new Set(['Минув термін: 2 кави. На рахунку 0.', 'Минув термін: 35 балів. На рахунку 120.']),
  );
});

it('asks about a burn in every chat that can be reached, until it expires, and of nobody else', async () => {
  const { memberId } = await aMember(database.db);
  const telegram = await anIdentity(database.db, { memberId });
  const viber = await anIdentity(database.db, { memberId, messenger: 'viber' });
  await anIdentity(database.db, { memberId, reachable: false });
  const expiresAt = new Date('2026-11-22T10:03:00Z');
  const data = { burnRequestId: 'brq_1', points: '120', storeId: STORE, expiresAt: expiresAt.toISOString() };
  await happen(memberId, { kind: 'burn.requested', data });
  await announceAll(1);
  const messages = await queued();
  expect(messages.map(({ identityId }) => identityId).sort()).toEqual([telegram, viber].sort());
  for (const { prompt, notAfter } of messages) {
    expect(plain(prompt.text)).toBe('Списати 120 балів? Каса: Хрещатик 12.\nЗапит діє до 12:03.');
    const actions = prompt.buttons?.flat().map((button) => ('action' in button ? button.action : null));
    expect(actions).toEqual(['burn.yes:brq_1', 'burn.no:brq_1']);
    expect(notAfter).toEqual(expiresAt);
  }
});

it('tells the chats that did not answer what was decided about a burn, in place of the question, asked before or just now', async () => {
  for (const together of [true, false]) {
    const { memberId } = await aMember(database.db);
    const telegram = await anIdentity(database.db, { memberId });
    const viber = await anIdentity(database.db, { memberId, messenger: 'viber' });
    await anIdentity(database.db, { memberId });
    const burnRequestId = newId('brq');
    const asked = { burnRequestId, points: '120', storeId: STORE, expiresAt: '2026-11-22T10:03:00Z' };
    await happen(memberId, { kind: 'burn.requested', data: asked });
    if (!together) await announceAll(1);
    const data = { burnRequestId, points: '120', status: 'accepted', by: viber } as const;
    await happen(memberId, { kind: 'burn.settled', data });
    await announceAll(together ? 2 : 1);
    const messages = await database.sql<{ identityId: string; deliveryId: string; prompt: Prompt }[]>`
      select identity_id as "identityId", delivery_id as "deliveryId", prompt from delivery order by delivery_no`;
    const mine = messages.filter(({ identityId }) => identityId === telegram);
    expect(mine.map(({ prompt }) => prompt.say)).toEqual(['message', 'edit']);
    expect(mine[1]?.prompt).toEqual({
      say: 'edit',
      of: { deliveryId: mine[0]?.deliveryId },
      text: '✅ Списано 120\u00a0балів: так відповіли в іншому вашому чаті.',
      orSend: true,
    });
    expect(messages.filter(({ identityId }) => identityId === viber)).toHaveLength(1);
    expect(messages).toHaveLength(5);
    await database.sql`delete from delivery`;
  }
});

it('writes to the preferred messenger, or where the member wrote last when that cannot be reached', async () => {
  const { memberId } = await aMember(database.db);
  const telegram = await anIdentity(database.db, { memberId });
  const viber = await anIdentity(database.db, { memberId, messenger: 'viber' });
  await database.sql`update member set preferred_messenger = 'viber' where member_id = ${memberId}`;
  await database.sql`update identity set last_seen_at = last_seen_at + interval '1 day' where identity_id = ${telegram}`;
  await happen(memberId, await bought(memberId));
  await announceAll(1);
  await database.sql`update identity set reachable = false where identity_id = ${viber}`;
  await happen(memberId, await bought(memberId));
  await announceAll(1);
  expect((await queued()).map(({ identityId }) => identityId)).toEqual([viber, telegram]);
});

it('warns the chats that were there before of a new one', async () => {
  const { memberId } = await aMember(database.db);
  const known = await anIdentity(database.db, { memberId });
  const identityId = await anIdentity(database.db, { memberId, messenger: 'viber' });
  const data = { identityId, known: [known], burnAllowedFrom: '2026-11-25T12:05:00Z' };
  await happen(memberId, { kind: 'identity.linked', data });
  await announceAll(1);
  const messages = await queued();
  expect(messages.map((message) => message.identityId)).toEqual([known]);
  expect(plain(messages[0]?.prompt.text)).toBe(
    'До вашої картки приєднали ще один чат: Viber. Це ви?\nСписувати бали можна буде з 25 листопада, 14:05.',
  );
});

it('passes over no event that was recorded before another but committed after it', async () => {
  const { memberId } = await aMember(database.db);
  await anIdentity(database.db, { memberId });
  const first = await bought(memberId, { earned: 1 });
  const written = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const late = transaction(database.db, async (tx) => {
    await recordEvent(tx, { memberId, happened: first, at });
    written.resolve();
    await commit.promise;
  });
  await written.promise;
  await happen(memberId, await bought(memberId, { earned: 2 }));
  expect(await announce()).toEqual({ events: 0, messages: 0 });
  commit.resolve();
  await late;
  await announceAll(2);
  const texts = (await queued()).map(({ prompt }) => plain(prompt.text));
  expect(texts.map((text) => text?.includes('+1 бал.'))).toEqual([true, false]);
});
