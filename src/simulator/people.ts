// Who owns a phone: two demo people from the start, and whoever is added. Their standing with a bot is kept in the chats.
import { createHash } from 'node:crypto';
import type { NewPerson, Sms } from './control.ts';

/** What changed on somebody's phone; streams and waiters listen. */
export type Change = 'telegram' | 'viber' | 'sms' | 'person' | `g${number}`;

export interface PhoneOwner {
  personId: string;
  name: string;
  phone: string;
  language: string;
  username: string;
  telegramId: number;
  viberId: string;
  device: 'phone' | 'desktop';
  sharesName: boolean;
  viberApiVersion: number;
  sms: Sms[];
  watchers: Set<(change: Change) => void>;
}

export interface People {
  add(wanted: NewPerson): PhoneOwner;
  find(personId: string): PhoneOwner | undefined;
  findByTelegram(userId: number): PhoneOwner | undefined;
  findByViber(userId: string): PhoneOwner | undefined;
  /** By digits, so `+380…` and `380…` are one phone. */
  findByPhone(phone: string): PhoneOwner | undefined;
  all(): PhoneOwner[];
  /** Replaces everybody by those of an earlier run. */
  restore(owners: Omit<PhoneOwner, 'watchers'>[]): void;
  /** Back to the two demo people. */
  reset(): void;
}

const DEMO: NewPerson[] = [
  { name: 'Олена', phone: '+380671234567', language: 'uk' },
  { name: 'Тарас', phone: '+380501112233', language: 'uk' },
];
const NAMES = [
  'Марія',
  'Андрій',
  'Оксана',
  'Богдан',
  'Ірина',
  'Юрій',
  'Софія',
  'Дмитро',
  'Наталія',
  'Максим',
];
const LATIN = [
  'mariia',
  'andrii',
  'oksana',
  'bohdan',
  'iryna',
  'yurii',
  'sofiia',
  'dmytro',
  'nataliia',
  'maksym',
];

export const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** Tells everybody who watches this phone. */
export function announce(owner: PhoneOwner, change: Change): void {
  for (const watcher of owner.watchers) watcher(change);
}

export function makePeople(): People {
  const byId = new Map<string, PhoneOwner>();
  const byTelegram = new Map<number, PhoneOwner>();
  const byViber = new Map<string, PhoneOwner>();
  let last = 0;

  function add(wanted: NewPerson): PhoneOwner {
    last += 1;
    const n = last;
    const personId = `p${n}`;
    const owner: PhoneOwner = {
      personId,
      name: wanted.name ?? NAMES[n % NAMES.length] ?? 'Олег',
      phone: wanted.phone ?? `+38067${String(2_000_000 + n * 7_919).slice(-7)}`,
      language: wanted.language ?? 'uk',
      username: `${n === 1 ? 'olena' : n === 2 ? 'taras' : LATIN[n % LATIN.length]}_${n}`,
      telegramId: 510_000_000 + n * 7_919,
      viberId: createHash('sha256').update(`viber ${personId}`).digest().subarray(0, 16).toString('base64'),
      device: wanted.device ?? 'phone',
      sharesName: wanted.sharesName ?? true,
      viberApiVersion: wanted.viberApiVersion ?? 10,
      sms: [],
      watchers: new Set(),
    };
    put(owner);
    return owner;
  }

  function put(owner: PhoneOwner): void {
    byId.set(owner.personId, owner);
    byTelegram.set(owner.telegramId, owner);
    byViber.set(owner.viberId, owner);
  }

  function clear(): void {
    byId.clear();
    byTelegram.clear();
    byViber.clear();
    last = 0;
  }

  function reset(): void {
    clear();
    for (const person of DEMO) add(person);
  }

  reset();
  return {
    add,
    find: (personId) => byId.get(personId),
    findByTelegram: (userId) => byTelegram.get(userId),
    findByViber: (userId) => byViber.get(userId),
    findByPhone: (phone) => {
      const digits = digitsOf(phone);
      return [...byId.values()].find((owner) => digitsOf(owner.phone) === digits);
    },
    all: () => [...byId.values()],
    restore(owners) {
      clear();
      for (const owner of owners) {
        put({ ...owner, watchers: new Set() });
        last = Math.max(last, Number(owner.personId.slice(1)));
      }
    },
    reset,
  };
}
