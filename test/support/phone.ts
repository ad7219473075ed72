// People with phones, driven only through the simulator's control API: they open chats, press what is on the screen,
// type, read and get SMS. Seeing waits for what is to come, by long polling; nothing here sleeps.
import { expect } from 'vitest';
import type {
  Action,
  ChatMessage,
  ChatView,
  GroupName,
  MessengerName,
  NewPerson,
  Person,
  Sms,
  Waited,
} from '#src/simulator/control.ts';
import type { Fault, Stats } from '#src/simulator/control-world.ts';
import type { Shop } from './shop.ts';
import { until } from './until.ts';

/** What the bot said: a new message, or one that it has changed. */
export interface Said {
  messageId: number;
  text: string;
  /** Labels of the buttons under it (Telegram). */
  buttons: string[];
  at: Date;
  message: ChatMessage;
  /** The bytes of its picture, or of the one right before it: Viber's long words follow their picture. */
  picture(): Promise<Buffer>;
}

export interface PhoneChat {
  /** START, or the chat's first screen in Viber; `payload` is the deep link's. */
  opens(payload?: string): Promise<void>;
  types(text: string): Promise<void>;
  /** Waits for a key below the chat or a button under a message with this label, and presses it. */
  presses(label: string): Promise<void>;
  /** Presses what is behind the key with everything that is needed less often. */
  pressesMore(label: string): Promise<void>;
  /** Presses the key that shares the phone, whatever it is called. */
  sharesPhone(): Promise<void>;
  attachesContact(contact: { name: string; phone: string; forwarded?: boolean }): Promise<void>;
  does(action: Action): Promise<void>;
  /** Waits until the bot has said these words since the person last did something; each message is seen once. */
  sees(words: string): Promise<Said>;
  /** Everything on the screen, oldest first. */
  view(): Promise<ChatView>;
  /** Labels of the keys below the chat. */
  keys(): Promise<string[]>;
  /** How many messages of the bot have these words. */
  counts(words: string): Promise<number>;
  /** The chat as text, for people. */
  transcript(): Promise<string>;
  /** What it took so far. */
  effort: { taps: number; typed: number };
}

export interface PhoneOwner {
  person: Person;
  telegram: PhoneChat;
  viber: PhoneChat;
  /** Waits for the next SMS that was not read yet and returns its text. */
  readsSms(): Promise<string>;
  /** The six digits in it. */
  readsCode(): Promise<string>;
  smsCount(): Promise<number>;
  /** A group of Telegram on this person's phone, made by `aGroup`. */
  inGroup(group: GroupName): PhoneChat;
  changes(person: NewPerson): Promise<void>;
  /** The person as the messengers know them now. */
  now(): Promise<Person>;
}

/** A person with a phone of their own, both messengers installed and neither chat opened. */
export async function aPhoneOwner(shop: Shop, fields: NewPerson = {}): Promise<PhoneOwner> {
  const ask = control(shop);
  const person = await ask<Person>('POST', '/control/people', fields);
  const mine = `/control/people/${person.personId}`;
  let read = 0;
  const readsSms = () =>
    until('an SMS', async () => {
      const next = (await ask<Sms[]>('GET', `${mine}/sms`))[read];
      if (next) read++;
      return next?.text;
    });
  return {
    person,
    telegram: chatOf(shop, person, 'telegram'),
    viber: chatOf(shop, person, 'viber'),
    inGroup: ({ groupId }) => chatOf(shop, person, 'telegram', groupId),
    readsSms,
    async readsCode() {
      const text = await readsSms();
      return /\d{6}/.exec(text)?.[0] ?? `no code in "${text}"`;
    },
    smsCount: async () => (await ask<Sms[]>('GET', `${mine}/sms`)).length,
    async changes(change) {
      Object.assign(person, await ask<Person>('PATCH', mine, change));
    },
    now: () => ask<Person>('GET', mine),
  };
}

/** A group of Telegram of these people, in which the first of them has let the bot. */
export function aGroup(shop: Shop, title: string, ...owners: PhoneOwner[]): Promise<GroupName> {
  const personIds = owners.map(({ person }) => person.personId);
  return control(shop)<GroupName>('POST', '/control/groups', { title, personIds });
}

/** Registers with the own contact and the name typed; ends with the card and the menu below it. */
export async function joinsInTelegram(
  owner: PhoneOwner,
  { name = 'Олена Коваленко', offers = false }: { name?: string; offers?: boolean } = {},
): Promise<Said> {
  const { telegram } = owner;
  await telegram.opens();
  await telegram.sees('Вітаємо');
  await telegram.sharesPhone();
  await telegram.sees('Як до вас звертатися');
  await telegram.types(name);
  await telegram.sees('правила програми');
  await telegram.presses(offers ? 'Погоджуюсь і хочу пропозиції' : 'Погоджуюсь');
  return await telegram.sees('Ваша картка готова');
}

/** Registers with a claimed number and proves it by SMS; ends with the welcome points. */
export async function joinsInViber(
  owner: PhoneOwner,
  { name = 'Тарас Мельник', offers = false }: { name?: string; offers?: boolean } = {},
): Promise<Said> {
  const { viber } = owner;
  await viber.opens();
  await viber.sees('Вітаємо');
  await viber.sharesPhone();
  await viber.sees('до вас звертатися');
  await viber.types(name);
  await viber.sees('правила програми');
  await viber.presses(offers ? 'Погоджуюсь і хочу пропозиції' : 'Погоджуюсь');
  const card = await viber.sees('Ваша картка готова');
  await viber.presses('Підтвердити номер');
  await viber.sees('Код у SMS');
  await viber.types(await owner.readsCode());
  await viber.sees('Номер підтверджено');
  return card;
}

/** A member of both messengers, whose new chat was vouched for. */
export async function joinsBoth(shop: Shop, name: string): Promise<{ owner: PhoneOwner; number: string }> {
  const owner = await aPhoneOwner(shop, { name, language: 'uk' });
  const number = cardNumberIn(await joinsInTelegram(owner, { name }));
  const { telegram, viber } = owner;
  await viber.opens();
  await viber.sees('Вітаємо');
  await viber.sharesPhone();
  await viber.sees('Код у SMS');
  await viber.types(await owner.readsCode());
  await viber.sees('З поверненням');
  await telegram.sees('приєднали ще один чат');
  await telegram.presses('Так, це я');
  await telegram.sees('з обох чатів');
  await viber.sees('Підтверджено');
  return { owner, number };
}

/** What a page of the member's data holds for programs. */
export function archiveIn(page: string): unknown {
  const [, json = ''] = /href="data:application\/json;base64,([\w+/=]+)"/.exec(page) ?? [];
  return JSON.parse(Buffer.from(json, 'base64').toString());
}

/** The thirteen digits of the card in a message, as tills read them. */
export function cardNumberIn({ text }: Said): string {
  const digits = /\b2\d \d{4} \d{4} \d{3}\b/.exec(text)?.[0].replaceAll(' ', '');
  expect(digits, `a card number in "${text}"`).toMatch(/^\d{13}$/);
  return digits ?? '';
}

/** Faults, counts and what lazy people got. */
export function outsideWorld(shop: Shop) {
  const ask = control(shop);
  return {
    fault: (fault: Fault) => ask('POST', '/control/faults', fault),
    noFaults: () => ask('DELETE', '/control/faults'),
    stats: () => ask<Stats>('GET', '/control/stats'),
    received: (messenger: MessengerName) =>
      ask<[number, number][]>('GET', `/control/lazy/received?messenger=${messenger}`),
  };
}

function chatOf(shop: Shop, person: Person, messenger: MessengerName, groupId?: string): PhoneChat {
  const ask = control(shop);
  const path = `/control/chats/${messenger}/${person.personId}`;
  const inGroup = groupId === undefined ? '' : `?group=${groupId}`;
  const effort = { taps: 0, typed: 0 };
  const seen = new Set<number>();
  let after = 0;
  const view = () => ask<ChatView>('GET', `${path}${inGroup}`);

  async function does(action: Action): Promise<void> {
    after = Math.max(after, ...(await view()).messages.map(lastChange));
    const act = () => ask('POST', `${path}/act${inGroup}`, action);
    if (action.act !== 'open') return void (await act());
    // A shop that has just started has perhaps not told Viber yet where it is.
    await until('the bot to be there', () => act().then(() => true, whetherThere));
  }

  async function presses(label: string): Promise<void> {
    effort.taps++;
    const shown = await until(`a key or button «${label}»`, async () => {
      const { keyboard, messages } = await view();
      const has = (rows: { label: string }[][] = []) => rows.flat().some((each) => each.label === label);
      if (has(keyboard ?? [])) return 'key';
      return messages.some(({ buttons }) => has(buttons)) && 'button';
    });
    await does(shown === 'key' ? { act: 'keyLabel', label } : { act: 'pressLabel', label });
  }

  async function sees(words: string): Promise<Said> {
    let from = after;
    for (;;) {
      const query = `${inGroup || '?'}&after=${from}&contains=${encodeURIComponent(words)}&timeoutMs=30000`;
      const found = await ask<Waited>('GET', `${path}/wait${query}`).catch(async (error: unknown) => {
        throw new Error(`${messenger} never said "${words}":\n${asText(await view(), 12)}`, { cause: error });
      });
      const change = lastChange(found.message);
      if (!seen.has(change)) {
        seen.add(change);
        return said(shop, found);
      }
      from = change;
    }
  }

  return {
    effort,
    does,
    presses,
    async pressesMore(label) {
      await presses('Ще');
      await sees('Що вас цікавить?');
      await presses(label);
    },
    sees,
    view,
    async opens(payload) {
      effort.taps++;
      await does({ act: 'open', ...(payload === undefined ? {} : { payload }) });
    },
    async types(text) {
      effort.typed++;
      await does({ act: 'text', text });
    },
    async sharesPhone() {
      const key = (await view()).keyboard?.flat().find((each) => each.kind === 'share_phone');
      await presses(key?.label ?? 'a key that shares the phone');
    },
    attachesContact: (contact) => does({ act: 'attachContact', ...contact }),
    keys: async () => ((await view()).keyboard ?? []).flat().map((key) => key.label),
    counts: async (words) =>
      (await view()).messages.filter((each) => each.from === 'bot' && wordsOf(each).includes(words)).length,
    transcript: async () => asText(await view(), Number.POSITIVE_INFINITY),
  };
}

function whetherThere(error: unknown): false {
  if (error instanceof Error && error.message.includes('has set no webhook')) return false;
  throw error;
}

const lastChange = ({ messageId, revision = 0 }: ChatMessage) => Math.max(messageId, revision);
const wordsOf = ({ text }: ChatMessage) => text.map((span) => span.text).join('');

function said(shop: Shop, { message, view }: Waited): Said {
  const before = view.messages[view.messages.findIndex((each) => each.messageId === message.messageId) - 1];
  const photoUrl = message.photoUrl ?? (before?.from === 'bot' ? before.photoUrl : undefined);
  return {
    messageId: message.messageId,
    text: wordsOf(message),
    buttons: (message.buttons ?? []).flat().map((button) => button.label),
    at: new Date(message.at),
    message,
    async picture() {
      expect(photoUrl, `a picture with "${wordsOf(message)}"`).toBeDefined();
      const answer = await fetch(`${shop.simulatorUrl}${photoUrl}`);
      return Buffer.from(await answer.arrayBuffer());
    },
  };
}

/** The newest `most` messages and the keys, one a paragraph. */
function asText({ messages, keyboard }: ChatView, most: number): string {
  const lines = messages.slice(-most).map((message) => {
    const what = message.kind === 'text' ? '' : `<${message.kind}> `;
    const buttons = (message.buttons ?? []).map((row) => row.map(({ label }) => `[${label}]`).join(' '));
    const who = message.from === 'bot' ? '' : '    > ';
    return [`${who}${what}${wordsOf(message)}`, ...buttons].join('\n');
  });
  const keys = (keyboard ?? []).map((row) => row.map(({ label }) => `(${label})`).join(' '));
  return [...lines, keys.join('\n')].join('\n\n');
}

function control(shop: Shop) {
  return async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const sent =
      body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${shop.simulatorUrl}${path}`, { method, ...sent });
    const value: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${JSON.stringify(value)}`);
    // Types of the control API: the simulator's own tests hold it to them.
    return value as Answer;
  };
}
