// Invents somebody for "another person": a name that fits the language and a Ukrainian mobile number.

import type { NewPerson } from '../control.ts';

const NAMES = {
  uk: [
    'Олена Коваль',
    'Тарас Мельник',
    'Соломія Гнатюк',
    'Богдан Левченко',
    'Ярина Савчук',
    'Андрій Ткаченко',
    'Марта Бойко',
    'Ніна Петрівна Шевчук',
  ],
  ru: ['Ирина Соколова', 'Павел Орлов', 'Анна Белая', 'Виктор Зайцев', 'Елена Морозова'],
  en: ['Grace Hill', 'Oliver Stone', 'Emma Wood', 'Noah Brooks', 'Ruth Baker'],
} as const;

export type PersonLanguage = keyof typeof NAMES;

/** A name whose first word nobody has, where there is one left. */
export function inventName(language: PersonLanguage, taken: readonly string[]): string {
  const firstOf = (name: string): string => name.split(' ')[0] ?? '';
  const first = new Set(taken.map(firstOf));
  const free = NAMES[language].filter((name) => !first.has(firstOf(name)));
  return pick(free.length > 0 ? free : NAMES[language]);
}

export function inventPerson(
  language: PersonLanguage,
  taken: readonly string[],
): Required<Pick<NewPerson, 'name' | 'phone' | 'language'>> {
  const number = String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0');
  return { name: inventName(language, taken), phone: `+38067${number}`, language };
}

function pick(names: readonly string[]): string {
  return names[Math.floor(Math.random() * names.length)] ?? '';
}
