// The sentences of the conversation and of refusals in every language, over i18next with the plural rules of CLDR.
// Keys are checked by the compiler against the Ukrainian file; a test holds the other languages to the same keys.
import { createInstance } from 'i18next';
import enBot from '../../locales/en/bot.json' with { type: 'json' };
import enProblems from '../../locales/en/problems.json' with { type: 'json' };
import enRefusals from '../../locales/en/refusals.json' with { type: 'json' };
import ruBot from '../../locales/ru/bot.json' with { type: 'json' };
import ruProblems from '../../locales/ru/problems.json' with { type: 'json' };
import ruRefusals from '../../locales/ru/refusals.json' with { type: 'json' };
import ukBot from '../../locales/uk/bot.json' with { type: 'json' };
import ukProblems from '../../locales/uk/problems.json' with { type: 'json' };
import ukRefusals from '../../locales/uk/refusals.json' with { type: 'json' };
import { formatMoney, formatNumber } from './format.ts';
import type { Language } from './language.ts';
import { readySentences } from './ready-sentences.ts';

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${WithoutPlural<K>}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
type WithoutPlural<K extends string> = K extends `${infer Stem}_${'one' | 'few' | 'many' | 'other'}`
  ? Stem
  : K;

/** A sentence of locales/<language>/bot.json, such as `card.ready`. */
export type BotKey = Leaves<typeof ukBot>;
/** A sentence of locales/<language>/refusals.json: the code of a refusal. */
export type RefusalKey = Leaves<typeof ukRefusals>;
/** A clause of locales/<language>/problems.json: what is wrong with one field. */
export type ProblemKey = Leaves<typeof ukProblems>;

/** What stands in for `{{…}}`; `count` chooses the plural. */
export type Values = Record<string, string | number>;

const instance = createInstance();
void instance.init({
  resources: {
    uk: { bot: ukBot, refusals: ukRefusals, problems: ukProblems },
    ru: { bot: ruBot, refusals: ruRefusals, problems: ruProblems },
    en: { bot: enBot, refusals: enRefusals, problems: enProblems },
  },
  ns: ['bot', 'refusals', 'problems'],
  defaultNS: 'bot',
  lng: 'uk',
  fallbackLng: 'uk',
  initAsync: false,
  // Escaping belongs to whoever knows the markup.
  interpolation: { escapeValue: false },
});
const say = readySentences(instance, { ns: 'bot' });

/** The sentence with its values as they are: nothing is escaped. */
export function botSentence(language: Language, key: BotKey, values: Values = {}): string {
  return say(language, key, values);
}

/**
 * What a refusal says to a person. Its numbers are written as the language does; `days` choose the plural; of
 * `expectedMinor` the sentence may also say {{expected}}, as money in `currency`.
 */
export function refusalSentence(language: Language, code: RefusalKey, values: Values = {}): string {
  const count = typeof values.days === 'number' ? { count: values.days } : {};
  const currency = typeof values.currency === 'string' ? values.currency : undefined;
  const said = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value !== 'number') return [[name, value]];
    const number: [string, unknown] = [name, formatNumber(value, language)];
    if (!name.endsWith('Minor')) return [number];
    return [number, [name.slice(0, -'Minor'.length), formatMoney(value, language, currency)]];
  });
  // What is not there has a sentence of its own where there is `<code>_<what>`.
  const context = typeof values.what === 'string' ? { context: values.what } : {};
  return instance.t(code, {
    lng: language,
    ns: 'refusals',
    ...Object.fromEntries(said),
    ...count,
    ...context,
  });
}

/** What is wrong with one field, as a clause that follows its name. Numbers are written as the language does. */
export function problemSentence(language: Language, key: ProblemKey, values: Values = {}): string {
  const { count } = values;
  const said = Object.entries(values).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'number' && name !== 'count' ? formatNumber(value, language) : value,
  ]);
  return instance.t(key, {
    lng: language,
    ns: 'problems',
    ...Object.fromEntries(said),
    ...(typeof count === 'number' && { count }),
  });
}
