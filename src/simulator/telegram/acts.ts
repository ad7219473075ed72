// What a person does on the Telegram phone, as updates to the bot.
import { findButton, findButtonByLabel, findKey, findKeyByLabel, mustBeOpen, NotOnScreen } from '../acts.ts';
import { type Button, forgetOnPhone, type Key, showKeys } from '../chats.ts';
import type { Acted, Action, ChatMessage } from '../control.ts';
import type { Outside } from '../outside.ts';
import { announce, digitsOf } from '../people.ts';
import { drawSamplePhoto } from '../sample-photo.ts';
import { type PrivateChat, type TelegramBot, unixSeconds } from './bot.ts';
import { channelOf, startOf, subscribe } from './channels.ts';
import { findEntities } from './entities.ts';
import { press as pressIn, say as sayIn, tellMembership } from './say.ts';
import { toSpans } from './spans.ts';
import { photoSizes, shownAt } from './uploads.ts';
import { openWebApp } from './web-app.ts';
import type { WireMessage } from './wire.ts';

export function actInTelegram(outside: Outside, bot: TelegramBot, chat: PrivateChat, action: Action): Acted {
  const { owner } = chat;

  const speaker = { outside, bot, chat, person: owner };

  function say(
    content: Partial<WireMessage>,
    drawing: Pick<ChatMessage, 'kind' | 'text'> & Partial<ChatMessage>,
  ) {
    mustBeOpen(chat);
    return sayIn(speaker, content, drawing);
  }

  function write(text: string) {
    if (text.trim() === '') throw new NotOnScreen('an empty message cannot be sent');
    const entities = findEntities(text);
    return say(entities.length > 0 ? { text, entities } : { text }, {
      kind: 'text',
      text: toSpans(text, entities),
    });
  }

  function shareContact(name: string, phone: string, own: boolean, forwarded: boolean) {
    // The server fills in user_id for a number that it knows; people with an even number show it without the plus.
    const known = own ? owner : outside.people.findByPhone(phone);
    const written = own && owner.telegramId % 2 === 0 ? digitsOf(phone) : phone;
    const date = unixSeconds(outside);
    return say(
      {
        contact: { phone_number: written, first_name: name, ...(known ? { user_id: known.telegramId } : {}) },
        ...(forwarded ? { forward_origin: { type: 'hidden_user', sender_user_name: name, date } } : {}),
      },
      { kind: 'contact', text: [], contact: { name, phone, own: known === owner } },
    );
  }

  function locate(lat: number, lon: number) {
    return say(
      { location: { latitude: lat, longitude: lon } },
      { kind: 'location', text: [], location: { lat, lon } },
    );
  }

  function pressKey(key: Key) {
    mustBeOpen(chat);
    if (chat.keysOnce) showKeys(chat, null);
    if (key.shown.kind === 'share_phone') return shareContact(owner.name, owner.phone, true, false);
    if (key.shown.kind === 'location') return locate(50.4501, 30.5234);
    return write(key.body);
  }

  function press(messageId: number | undefined, data: string) {
    mustBeOpen(chat);
    return pressIn(speaker, messageId, data);
  }

  function open(payload: string) {
    if (!/^[A-Za-z0-9_-]{0,64}$/.test(payload))
      throw new NotOnScreen('not a start payload: up to 64 of A-Z a-z 0-9 _ -');
    if (chat.blocked) throw new NotOnScreen('the person has blocked the bot; unblock first');
    chat.opened = true;
    chat.joined = true;
    announce(owner, 'person');
    return write(payload === '' ? '/start' : `/start ${payload}`);
  }

  function pressButton(messageId: number, button: Button) {
    mustBeOpen(chat);
    const begins = startOf(button.shown.url, bot);
    if (begins !== undefined) return open(begins);
    // A link opens in the browser and the bot hears nothing; that of a channel opens in Telegram, where one subscribes.
    const channel = channelOf(button.shown.url);
    if (channel) subscribe(bot, channel, owner.telegramId);
    return button.shown.kind === 'callback' ? press(messageId, button.body) : {};
  }

  function setBlocked(blocked: boolean) {
    if (chat.blocked === blocked) throw new NotOnScreen(blocked ? 'already blocked' : 'not blocked');
    chat.blocked = blocked;
    tellMembership(speaker, blocked ? 'member' : 'kicked', blocked ? 'kicked' : 'member');
    announce(owner, 'telegram');
    announce(owner, 'person');
    return {};
  }

  switch (action.act) {
    case 'open':
      return open(action.payload ?? '');
    case 'text':
      return write(action.text);
    case 'key':
      return pressKey(findKey(chat, action.row, action.column));
    case 'keyLabel':
      return pressKey(findKeyByLabel(chat, action.label));
    case 'press':
      return pressButton(action.messageId, findButton(chat, action.messageId, action.row, action.column));
    case 'pressLabel': {
      const { messageId, button } = findButtonByLabel(chat, action.label);
      return pressButton(messageId, button);
    }
    case 'forge':
      return press(
        chat.entries.findLast((entry) => entry.message.from === 'bot')?.message.messageId,
        action.data,
      );
    case 'shareOwnContact':
      return shareContact(owner.name, owner.phone, true, false);
    case 'attachContact':
      return shareContact(action.name, action.phone, false, action.forwarded === true);
    case 'location':
      return locate(action.lat, action.lon);
    case 'photo': {
      const file = outside.files.keep(drawSamplePhoto(), 'photo.png');
      const fileId = `AgACAgIAAxk${Buffer.from(`${bot.me.id}:${file.id}`).toString('base64url')}`;
      bot.files.set(fileId, { kind: 'photo', file });
      return say(
        { photo: photoSizes({ fileId, file }) },
        { kind: 'photo', text: [], photoUrl: shownAt(file) },
      );
    }
    case 'read':
      return {};
    case 'block':
      return setBlocked(true);
    case 'unblock':
      return setBlocked(false);
    case 'restart':
      forgetOnPhone(chat);
      return {};
    case 'webApp':
      mustBeOpen(chat);
      return { url: openWebApp(outside, bot, chat, action) };
    case 'upgrade':
      throw new NotOnScreen('only a group becomes a supergroup');
  }
}
