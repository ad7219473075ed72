// The words of rules in every language, for everybody but the console, which brings its own. Nothing is escaped here:
// whoever shows the sentences knows the markup.
import { createInstance } from 'i18next';
import type { Language } from '#src/lib/language.ts';
import en from '../../../locales/en/rules.json' with { type: 'json' };
import ru from '../../../locales/ru/rules.json' with { type: 'json' };
import uk from '../../../locales/uk/rules.json' with { type: 'json' };
import type { RuleNames, RuleTeller } from './rule-teller.ts';

const words = createInstance({
  resources: { uk: { rules: uk }, ru: { rules: ru }, en: { rules: en } },
  lng: 'uk',
  fallbackLng: 'uk',
  defaultNS: 'rules',
  initAsync: false,
  interpolation: { escapeValue: false },
});
void words.init();

/**
 * What tells a rule in `language`, with the names that the caller knows: to the staff, or to the member themselves, who
 * has sentences of their own under `you` and hears the others where there is none.
 */
export function ruleTeller(
  language: Language,
  { timeZone, names = {}, to = 'staff' }: { timeZone: string; names?: RuleNames; to?: 'staff' | 'member' },
): RuleTeller {
  return {
    language,
    timeZone,
    names,
    say: (key, values = {}) =>
      words.t(to === 'member' ? [`you.${key}`, key] : key, { lng: language, ...values }),
  };
}
