// What a player is called in front of others: never their name, unless they write it themselves.
import { randomInt } from 'node:crypto';
import type { Language } from '#src/lib/language.ts';
import en from '../../../locales/en/nicknames.json' with { type: 'json' };
import ru from '../../../locales/ru/nicknames.json' with { type: 'json' };
import uk from '../../../locales/uk/nicknames.json' with { type: 'json' };
import { Refusal } from '../refusal.ts';

const WORDS = { uk, ru, en };
const NICKNAME_LONGEST = 24;

/** Such as `Спритний Їжак 42`: for whoever has not thought of one. */
export function newNickname(language: Language): string {
  const { qualities, animals } = WORDS[language];
  return `${oneOf(qualities)} ${oneOf(animals)} ${randomInt(10, 100)}`;
}

/** What somebody has written, as it is shown. Throws Refusal `name_not_valid` {longest}. */
export function readNickname(written: string): string {
  const plain = written
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  // A digit or a letter at least, and nothing that could be taken for a link or an address.
  const isName = /[\p{L}\p{N}]/u.test(plain) && !/[@/<>]|\.\p{L}{2,}/u.test(plain);
  if (!isName || Array.from(plain).length > NICKNAME_LONGEST)
    throw new Refusal('name_not_valid', { longest: NICKNAME_LONGEST });
  return plain;
}

function oneOf(words: string): string {
  const all = words.split(', ');
  return all[randomInt(all.length)] ?? '';
}
