// Points that wait for an hour, not for days.
import { beforeAll, expect, it } from 'vitest';
import { receiptText } from '#src/core/deliveries/compose-receipt.ts';
import { readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { line, plain, theShop } from './member-in-chat.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { aMemberInChat, buys } = theShop(database, clock);

beforeAll(() => aShop(database.db, {}, { pending: 'hours', pendingAmount: 1 }));

it('when points become active today, then the message, the balance and the why say at what time', async () => {
  const person = await aMemberInChat();
  const { memberId } = person;
  const { receiptId } = await buys(memberId, [line()]);
  const story = await readReceiptStory(database.db, { memberId, receiptId });
  const facts = { timeZone: 'Europe/Kyiv', now: NOON, currencies: [], stampCards: new Map() };
  const text = receiptText(story, { ...facts, language: 'uk', returnPolicy: 'debt' });
  expect(plain(text)).toContain('⏳ Можна витрачати з 13:00: 5 балів.');
  expect(plain(await person.presses('balance'))).toContain('⏳ Можна витрачати з 13:00: 5 балів.');
  expect(plain(await person.presses(`why:${receiptId}`))).toContain('Можна витрачати з 13:00.');
});

it('when the hour ends after midnight, then they say the day', async () => {
  clock.set(new Date('2026-03-02T21:30:00Z'));
  const person = await aMemberInChat();
  await buys(person.memberId, [line()]);
  expect(plain(await person.presses('balance'))).toContain('⏳ Можна витрачати з 3 березня: 5 балів.');
});
