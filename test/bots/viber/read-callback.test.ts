import { describe, expect, it } from 'vitest';
import { readViberCallback } from '#bots/viber/read-callback.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const TIMESTAMP = 1_790_000_000_000;
const TOKEN = '4912661846655238145';
const sender = { id: 'jc9HsWTZ2Yf2NkRZ8KcNug==', name: 'Subscriber', language: 'uk', api_version: 10 };
const base = { timestamp: TIMESTAMP, message_token: TOKEN };
const read = (payload: unknown) => readViberCallback(payload, AT);
const said = (message: object) => read({ event: 'message', ...base, sender, message })?.event;

describe('when a callback of Viber is read', () => {
  it('then its event carries who, when and by what, with every digit of the token', () => {
    const updateKey = `message:${TOKEN}:${sender.id}`;
    expect(read({ event: 'message', ...base, sender, message: { type: 'text', text: 'привіт' } })).toEqual({
      kind: 'message',
      externalId: sender.id,
      updateKey,
      receipt: null,
      event: {
        messenger: 'viber',
        externalId: sender.id,
        shownName: 'Subscriber',
        languageTag: 'uk',
        at: AT,
        occurredAt: new Date(TIMESTAMP),
        // The message, not the person: consents are kept for good.
        carriedBy: `viber:message:${base.message_token}`,
        kind: 'text',
        text: 'привіт',
      },
    });
  });

  it.each([
    [
      { type: 'text', text: '/burn.yes:brq_1' },
      { kind: 'action', action: 'burn.yes:brq_1' },
    ],
    [{ type: 'text', text: '/start' }, { kind: 'start' }],
    [
      { type: 'text', text: '/Verify ' },
      { kind: 'action', action: 'verify' },
    ],
    [
      { type: 'text', text: '/ і ще' },
      { kind: 'text', text: '/ і ще' },
    ],
    [
      { type: 'text', text: '/' },
      { kind: 'text', text: '/' },
    ],
    [
      { type: 'text', text: 'reply', tracking_data: 'share-phone' },
      { kind: 'other', what: 'phone_not_shared' },
    ],
    [
      { type: 'text', text: 'share-phone' },
      { kind: 'other', what: 'phone_not_shared' },
    ],
    [
      { type: 'text', text: 'reply' },
      { kind: 'text', text: 'reply' },
    ],
    [
      { type: 'location', location: { lat: 50.4, lon: 30.5 } },
      { kind: 'location', lat: 50.4, lon: 30.5 },
    ],
    [
      { type: 'sticker', sticker_id: 1 },
      { kind: 'other', what: 'sticker' },
    ],
    [
      { type: 'picture', media: 'https://x' },
      { kind: 'photo', file: { url: 'https://x' } },
    ],
    [{ type: 'picture' }, { kind: 'other', what: 'picture' }],
    [{ type: 'hologram' }, { kind: 'other', what: 'hologram' }],
    [{ type: 'contact' }, { kind: 'other', what: 'contact' }],
  ])('then the message %j is understood', (message, act) => {
    expect(said(message)).toMatchObject(act);
  });

  it.each([
    ['380671112233', '+380671112233'],
    ['+380 67 111 22 33', '+380 67 111 22 33'],
    ['0671112233', '0671112233'],
  ])('then a contact with the number %s is a claim, whoever sent it', (phone_number, phone) => {
    const event = said({ type: 'contact', contact: { name: 'О', phone_number }, text: 'share-phone' });
    expect(event).toMatchObject({ kind: 'contact', own: 'claimed', phone, name: 'О' });
  });

  it('then an opened chat is a start, greeted already unless the person is subscribed', () => {
    const opened = { event: 'conversation_started', ...base, type: 'open', user: sender, context: 'store_7' };
    expect(read({ ...opened, subscribed: false })?.event).toMatchObject({
      kind: 'start',
      payload: 'store_7',
      greeted: true,
    });
    expect(read({ ...opened, subscribed: true })?.event).not.toHaveProperty('greeted');
  });

  it('then leaving and coming back are told with their time', () => {
    const occurredAt = new Date(TIMESTAMP);
    expect(read({ event: 'unsubscribed', ...base, user_id: sender.id })?.event).toMatchObject({
      kind: 'blocked',
      externalId: sender.id,
      occurredAt,
    });
    expect(read({ event: 'subscribed', ...base, user: sender })?.event).toMatchObject({ kind: 'returned' });
  });

  it.each(['delivered', 'seen', 'failed'])('then %s is a receipt and no event', (kind) => {
    const desc = kind === 'failed' ? { desc: 'keyboard is not valid' } : {};
    expect(read({ event: kind, ...base, user_id: sender.id, ...desc })).toMatchObject({
      event: null,
      receipt: { kind, messageToken: TOKEN, externalId: sender.id, at: new Date(TIMESTAMP), ...desc },
    });
  });

  it.each([
    [{ event: 'webhook', ...base }],
    [{ event: 'client_status', ...base, user: sender }],
    [{ event: 'message' }],
    [{ event: 'message', sender: 5, message: 'x' }],
    [{ event: 'message', sender, message: null }],
    [{ event: 'delivered', message_token: {}, user_id: 5 }],
  ])('then a strange one (%j) gives neither', (payload) => {
    expect(read(payload)).toMatchObject({ event: null, receipt: null });
  });

  it('then names and languages may be missing', () => {
    const event = read({
      event: 'message',
      ...base,
      sender: { id: 'x', name: null },
      message: { type: 'text', text: 'a' },
    })?.event;
    expect(event).toMatchObject({ shownName: '' });
    expect(event).not.toHaveProperty('languageTag');
  });

  it.each([[null], ['x'], [{}], [[]], [{ event: 5 }]])('then %j is no callback', (payload) => {
    expect(read(payload)).toBeNull();
  });
});
