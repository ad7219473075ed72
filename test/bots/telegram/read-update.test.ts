import type { Message, Update, User } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const from: User = { id: 42, is_bot: false, first_name: 'Олена', last_name: 'К', language_code: 'uk' };
const chat = { id: 42, type: 'private' as const, first_name: 'Олена' };
const message = (more: object): Update =>
  // Typed by the fields that are read; the rest of a message is of no interest here.
  ({
    update_id: 100,
    message: { message_id: 5, date: 1_790_000_000, chat, from, ...more } as Message,
  }) as Update;
const read = (update: unknown) => readTelegramUpdate(update, AT);
const eventOf = (more: object) => read(message(more))?.event;

describe('when an update of Telegram is read', () => {
  it('then its event carries who, when and by what', () => {
    expect(read(message({ text: 'привіт' }))).toEqual({
      externalId: '42',
      updateKey: '100',
      event: {
        messenger: 'telegram',
        externalId: '42',
        shownName: 'Олена К',
        languageTag: 'uk',
        at: AT,
        occurredAt: new Date(1_790_000_000_000),
        carriedBy: 'telegram:100',
        kind: 'text',
        text: 'привіт',
      },
    });
  });

  it.each([
    ['/start', { kind: 'start' }],
    ['/start store_7', { kind: 'start', payload: 'store_7' }],
    ['/start@poruch_bot r-1', { kind: 'start', payload: 'r-1' }],
    ['/Card', { kind: 'action', action: 'card' }],
    ['/ні', { kind: 'text', text: '/ні' }],
    ['start', { kind: 'text', text: 'start' }],
  ])('then the text %s is understood', (text, act) => {
    expect(eventOf({ text })).toMatchObject(act);
  });

  it.each([
    ['their own', { user_id: 42 }, {}, 'proven'],
    ['of another account', { user_id: 43 }, {}, 'foreign'],
    ['of nobody in Telegram', {}, {}, 'foreign'],
    ['their own, forwarded', { user_id: 42 }, { forward_origin: { type: 'user' } }, 'foreign'],
    ['their own, by another bot', { user_id: 42 }, { via_bot: { id: 9 } }, 'foreign'],
  ])('then a contact that is %s is judged right', (_, contact, more, own) => {
    const event = eventOf({
      contact: { phone_number: '380671112233', first_name: 'О', ...contact },
      ...more,
    });
    expect(event).toMatchObject({ kind: 'contact', own, phone: '+380671112233', name: 'О' });
  });

  it('then a pressed button is an action that waits for its toast', () => {
    const callback_query = { id: 'c1', from, chat_instance: '1', data: 'burn.yes:brq_1' };
    const under = (date: number) => ({
      update_id: 101,
      callback_query: { ...callback_query, message: { message_id: 5, date, chat } },
    });
    expect(read(under(1_790_000_000))?.event).toMatchObject({
      kind: 'action',
      action: 'burn.yes:brq_1',
      callback: { callbackId: 'c1', externalMessageId: '5' },
    });
    // Out of reach: it cannot be edited.
    expect(read(under(0))?.event?.callback).toEqual({ callbackId: 'c1' });
    expect(read({ update_id: 101, callback_query })?.event?.callback).toEqual({ callbackId: 'c1' });
  });

  it('then blocking and coming back are told with their time', () => {
    const change = (was: string, is: string) => ({
      update_id: 102,
      my_chat_member: {
        chat,
        from,
        date: 1_790_000_001,
        old_chat_member: { status: was, user: from },
        new_chat_member: { status: is, user: from },
      },
    });
    const occurredAt = new Date(1_790_000_001_000);
    expect(read(change('member', 'kicked'))?.event).toMatchObject({ kind: 'blocked', occurredAt });
    expect(read(change('kicked', 'member'))?.event).toMatchObject({ kind: 'returned', occurredAt });
    expect(read(change('member', 'member'))?.event).toBeNull();
  });

  it('then what we do not read is named, and notes of the service are nothing', () => {
    expect(eventOf({ sticker: {} })).toMatchObject({ kind: 'other', what: 'sticker' });
    expect(eventOf({ voice: {}, caption: '/start' })).toMatchObject({ kind: 'other', what: 'voice' });
    expect(eventOf({ location: { latitude: 50.4, longitude: 30.5 } })).toMatchObject({
      kind: 'location',
      lat: 50.4,
      lon: 30.5,
    });
    expect(eventOf({ pinned_message: {} })).toBeNull();
  });

  it('then talk in groups, channels and other bots are ignored, but kept apart by group and person', () => {
    const group = { chat: { id: -1, type: 'group', title: 'g' }, text: 'start' };
    expect(read(message(group))).toEqual({ externalId: '-1', updateKey: '100', event: null });
    expect(read(message({ from: { ...from, is_bot: true }, text: 'x' }))?.event).toBeNull();
    expect(read({ update_id: 1, channel_post: { text: 'x' } })).toMatchObject({
      externalId: '-',
      event: null,
    });
  });

  it.each([
    [{ update_id: 1 }],
    [{ update_id: 1, message: null }],
    [{ update_id: 1, message: { chat: null, from: 5, text: {} } }],
    [{ update_id: 1, callback_query: { data: 'x' } }],
    [{ update_id: 1, my_chat_member: 'x' }],
  ])('then a strange one (%j) gives no event and can still be stored', (payload) => {
    expect(read(payload)).toMatchObject({ updateKey: '1', event: null });
  });

  it.each([[null], ['x'], [{}], [{ update_id: 'x' }], [[]]])('then %j is no update', (payload) => {
    expect(read(payload)).toBeNull();
  });
});
