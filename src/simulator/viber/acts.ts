// What a person does on the Viber phone, as callbacks to the bot.
import { findButton, findButtonByLabel, findKey, findKeyByLabel, mustBeOpen, NotOnScreen } from '../acts.ts';
import { addMessage, type Button, type Entry, forgetOnPhone, type Key, nextId } from '../chats.ts';
import type { Action, ChatMessage } from '../control.ts';
import type { Outside } from '../outside.ts';
import { announce, digitsOf } from '../people.ts';
import { drawSamplePhoto } from '../sample-photo.ts';
import type { ViberAccount, ViberAccounts, ViberChat } from './account.ts';
import { readViberMessage } from './message.ts';
import { wireViberPerson } from './methods.ts';
import { arrive } from './receive.ts';
import { ViberRefusal } from './refusal.ts';
import { viberSpans } from './styled.ts';

const SESSION_MS = 24 * 3_600_000;

export interface ViberActs {
  outside: Outside;
  accounts: ViberAccounts;
  account: ViberAccount;
  chat: ViberChat;
  /** Where this simulator is reached, for the pictures that people send. */
  ownUrl: string;
}

export function actInViber(
  { outside, accounts, account, chat, ownUrl }: ViberActs,
  action: Action,
): { messageId?: number } {
  const { owner } = chat;
  const { callbacks } = account;
  const now = (): Date => outside.clock.now();
  if (!callbacks.webhook && action.act !== 'restart')
    throw new NotOnScreen('the bot has set no webhook, so its chat is closed');

  function open(context: string | undefined) {
    if (chat.blocked) throw new NotOnScreen('the person has blocked the bot; unblock first');
    chat.opened = true;
    announce(owner, 'viber');
    callbacks.send({
      event: 'conversation_started',
      userId: owner.viberId,
      fields: {
        type: 'open',
        ...(context ? { context } : {}),
        user: wireViberPerson(account, owner),
        subscribed: chat.joined,
      },
      onTaken: welcome,
    });
    return {};
  }

  /** Shows the answer to conversation_started, if it is a message. */
  function welcome(body: string): void {
    if (body.trim() === '') return;
    try {
      const fields: unknown = JSON.parse(body);
      if (typeof fields !== 'object' || fields === null || Object.keys(fields).length === 0) return;
      arrive(outside, account, chat, readViberMessage({ ...fields }, false), accounts.nextToken());
    } catch (cause) {
      // Viber drops a welcome message that it cannot read, and tells nobody.
      if (!(cause instanceof SyntaxError) && !(cause instanceof ViberRefusal)) throw cause;
    }
  }

  /** Sends something of the person's; the first one subscribes without an event of its own. */
  function say(
    message: object,
    drawing: (Pick<ChatMessage, 'kind' | 'text'> & Partial<ChatMessage>) | undefined,
  ) {
    mustBeOpen(chat);
    const at = now().getTime();
    if (!chat.joined) {
      chat.joined = true;
      announce(owner, 'person');
    }
    chat.sinceReply = [];
    if (chat.sessionUntil <= at) chat.sessionUntil = at + SESSION_MS;
    const tracking = chat.trackingData === '' ? {} : { tracking_data: chat.trackingData };
    let entry: Entry | undefined;
    if (drawing) {
      const messageId = nextId(chat);
      entry = addMessage(chat, {
        messageId,
        from: 'person',
        at: now().toISOString(),
        state: 'sent',
        ...drawing,
      });
    }
    callbacks.send({
      event: 'message',
      userId: owner.viberId,
      fields: {
        sender: wireViberPerson(account, owner),
        message: { ...message, ...tracking },
        silent: drawing === undefined,
        chat_hostname: 'SN-CHAT-05_',
      },
      onTaken: () => {
        if (!entry) return;
        entry.message = { ...entry.message, state: 'delivered' };
        announce(owner, 'viber');
      },
    });
    return entry ? { messageId: entry.message.messageId } : {};
  }

  function write(text: string, silent = false) {
    if (text.trim() === '') throw new NotOnScreen('an empty message cannot be sent');
    return say({ type: 'text', text }, silent ? undefined : { kind: 'text', text: viberSpans(text) });
  }

  function shareContact(name: string, phone: string, own: boolean) {
    // Viber gives numbers without the plus, and nothing tells one's own from anybody else's.
    const contact = { name, phone_number: digitsOf(phone) };
    return say({ type: 'contact', contact }, { kind: 'contact', text: [], contact: { name, phone, own } });
  }

  function sharePhone() {
    return owner.device === 'desktop' ? write('reply') : shareContact(owner.name, owner.phone, true);
  }

  function locate(lat: number, lon: number) {
    return say(
      { type: 'location', location: { lat, lon } },
      { kind: 'location', text: [], location: { lat, lon } },
    );
  }

  function pressKey(key: Key) {
    switch (key.shown.kind) {
      case 'share_phone':
        return sharePhone();
      case 'location':
        return locate(50.4501, 30.5234);
      case 'url':
      case 'none':
        return {};
      default:
        return write(key.body, key.silent);
    }
  }

  const pressOn = (button: Button) => (button.shown.kind === 'url' ? {} : write(button.body, button.silent));

  function setBlocked(blocked: boolean) {
    if (chat.blocked === blocked) throw new NotOnScreen(blocked ? 'already blocked' : 'not blocked');
    chat.blocked = blocked;
    chat.joined = !blocked;
    const fields = blocked ? { user_id: owner.viberId } : { user: wireViberPerson(account, owner) };
    callbacks.send({ event: blocked ? 'unsubscribed' : 'subscribed', userId: owner.viberId, fields });
    announce(owner, 'viber');
    announce(owner, 'person');
    return {};
  }

  function read() {
    const token = chat.unread.at(-1);
    chat.unread = [];
    if (token !== undefined) {
      callbacks.send({ event: 'seen', userId: owner.viberId, token, fields: { user_id: owner.viberId } });
    }
    return {};
  }

  switch (action.act) {
    case 'open':
      return open(action.payload);
    case 'text':
      return write(action.text);
    case 'key':
      return pressKey(findKey(chat, action.row, action.column));
    case 'keyLabel':
      return pressKey(findKeyByLabel(chat, action.label));
    case 'press':
      return pressOn(findButton(chat, action.messageId, action.row, action.column));
    case 'pressLabel':
      return pressOn(findButtonByLabel(chat, action.label).button);
    case 'forge':
      return write(action.data, true);
    case 'shareOwnContact':
      return shareContact(owner.name, owner.phone, true);
    case 'attachContact':
      return shareContact(action.name, action.phone, false);
    case 'location':
      return locate(action.lat, action.lon);
    case 'photo': {
      const path = `/control/files/${outside.files.keep(drawSamplePhoto(), 'photo.png').id}`;
      return say(
        { type: 'picture', media: `${ownUrl}${path}`, file_name: 'photo.png' },
        { kind: 'photo', text: [], photoUrl: path },
      );
    }
    case 'read':
      return read();
    case 'block':
      return setBlocked(true);
    case 'unblock':
      return setBlocked(false);
    case 'restart':
      forgetOnPhone(chat);
      return {};
    case 'webApp':
      throw new NotOnScreen('Viber has no such pages: it opens addresses in its browser');
    case 'upgrade':
      throw new NotOnScreen('Viber has no supergroups');
  }
}
