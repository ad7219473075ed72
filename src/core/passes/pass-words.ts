// The few words on a pass: locales/<language>/notices.json under pass.
import type { Language } from '#src/lib/language.ts';
import en from '../../../locales/en/notices.json' with { type: 'json' };
import ru from '../../../locales/ru/notices.json' with { type: 'json' };
import uk from '../../../locales/uk/notices.json' with { type: 'json' };

const WORDS = { uk: uk.pass, ru: ru.pass, en: en.pass };

export type PassWord = keyof typeof uk.pass;

export function passWord(language: Language, word: PassWord): string {
  return WORDS[language][word];
}
