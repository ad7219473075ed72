// The words of a sheet: types of tasks, games and settings, in each language as a marketer would write them. The first
// of each is the one that we write.
import type { Language } from '#src/lib/language.ts';
import type { TaskType } from '../../task-content.ts';
import { plainOf } from './columns.ts';

type Words = Record<Language, readonly string[]>;

export const TYPE_WORDS: Record<TaskType, Words> = {
  quiz: { uk: ['вікторина', 'тест', 'вибір'], ru: ['викторина', 'тест', 'выбор'], en: ['quiz', 'choice'] },
  text: { uk: ['відповідь', 'текст', 'слово'], ru: ['ответ', 'текст', 'слово'], en: ['text', 'answer'] },
  code: { uk: ['кодове слово', 'код'], ru: ['кодовое слово', 'код'], en: ['code word', 'code'] },
  qr: { uk: ['QR'], ru: ['QR'], en: ['QR'] },
  place: { uk: ['місце', 'геолокація'], ru: ['место', 'геолокация'], en: ['place', 'location'] },
  photo: { uk: ['фото', 'світлина'], ru: ['фото'], en: ['photo'] },
  poll: { uk: ['опитування', 'голосування'], ru: ['опрос', 'голосование'], en: ['poll'] },
  survey: { uk: ['розкажіть', 'думка'], ru: ['расскажите', 'мнение'], en: ['survey', 'opinion'] },
  purchase: { uk: ['покупка'], ru: ['покупка'], en: ['purchase'] },
  friend: { uk: ['друг', 'друзі'], ru: ['друг', 'друзья'], en: ['friend', 'friends'] },
  subscribe: { uk: ['підписка'], ru: ['подписка'], en: ['subscribe'] },
  visit: { uk: ['посилання', 'сайт'], ru: ['ссылка', 'сайт'], en: ['visit', 'link'] },
  rate: { uk: ['оцінка'], ru: ['оценка'], en: ['rate', 'rating'] },
  register: { uk: ['реєстрація'], ru: ['регистрация'], en: ['register'] },
  game: { uk: ['гра'], ru: ['игра'], en: ['game'] },
  check: { uk: ['перевірка'], ru: ['проверка'], en: ['check'] },
};

export const GAME_WORDS: Record<'memory' | 'catch' | 'wheel', Words> = {
  memory: { uk: ['пари'], ru: ['пары'], en: ['pairs', 'memory'] },
  catch: { uk: ['ловимо'], ru: ['ловим'], en: ['catch'] },
  wheel: { uk: ['колесо'], ru: ['колесо'], en: ['wheel'] },
};

export const SETTINGS = [
  'store',
  'metres',
  'token',
  'count',
  'category',
  'brand',
  'sku',
  'from',
  'url',
  'channel',
  'game',
  'goal',
  'typos',
  'several',
] as const;
export type Setting = (typeof SETTINGS)[number];

export const SETTING_WORDS: Record<Setting, Words> = {
  store: { uk: ['магазин', 'магазини'], ru: ['магазин', 'магазины'], en: ['store', 'stores'] },
  metres: { uk: ['метрів', 'відстань'], ru: ['метров', 'расстояние'], en: ['metres', 'distance'] },
  token: { uk: ['код QR'], ru: ['код QR'], en: ['QR code'] },
  count: { uk: ['кількість', 'скільки'], ru: ['количество', 'сколько'], en: ['count', 'how many'] },
  category: {
    uk: ['категорія', 'категорії'],
    ru: ['категория', 'категории'],
    en: ['category', 'categories'],
  },
  brand: { uk: ['бренд', 'бренди'], ru: ['бренд', 'бренды'], en: ['brand', 'brands'] },
  sku: { uk: ['артикул', 'артикули'], ru: ['артикул', 'артикулы'], en: ['sku'] },
  from: { uk: ['сума від'], ru: ['сумма от'], en: ['sum from'] },
  url: { uk: ['посилання', 'адреса'], ru: ['ссылка', 'адрес'], en: ['link', 'url'] },
  channel: { uk: ['канал'], ru: ['канал'], en: ['channel'] },
  game: { uk: ['гра'], ru: ['игра'], en: ['game'] },
  goal: { uk: ['ціль'], ru: ['цель'], en: ['goal'] },
  typos: { uk: ['помилки'], ru: ['ошибки'], en: ['typos'] },
  several: { uk: ['кілька'], ru: ['несколько'], en: ['several'] },
};

export const YES: Words = { uk: ['так'], ru: ['да'], en: ['yes'] };
export const NO: Words = { uk: ['ні'], ru: ['нет'], en: ['no'] };

/** Whose word it is, in any language; null: nobody's. The name that programs use counts too. */
export function wordOf<Key extends string>(words: Record<Key, Words>, written: string): Key | null {
  const plain = plainOf(written);
  const keys = Object.keys(words) as Key[];
  return (
    keys.find((key) => plainOf(key) === plain || all(words[key]).some((word) => plainOf(word) === plain)) ??
    null
  );
}

export function isYes(written: string): boolean | null {
  const plain = plainOf(written);
  if (['так', 'да', 'yes', 'true', '1', '+'].includes(plain) || written.trim() === '+') return true;
  return ['ні', 'нет', 'no', 'false', '0'].includes(plain) || written.trim() === '-' ? false : null;
}

/** The word that we write. */
export function say(words: Words, language: Language): string {
  return words[language][0] ?? '';
}

const all = (words: Words) => Object.values(words).flat();
