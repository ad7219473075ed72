import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { scopeWord } from './scope-word.ts';

/** What actions are about: the first half of `noun.verb`. */
export const AUDIT_NOUNS = [
  'member',
  'adjustment',
  'gift',
  'burn',
  'card',
  'rule',
  'offer',
  'coupon',
  'reward',
  'friends',
  'campaign',
  'segment',
  'quest',
  'staff',
  'apiKey',
  'partner',
  'webhook',
  'store',
  'till',
  'programme',
  'currency',
  'tiers',
  'import',
] as const;

/** Who nobody signed in as. */
const MACHINES = ['system', 'setup'];

/** Where values of a detail have words, by its name. */
const VALUE_WORDS: Record<string, string[]> = {
  scopes: ['keys.scope'],
  role: ['role'],
  kind: ['imports.kind'],
  reason: ['adjust.reasons', 'holdings.coupons.reason'],
};

/** An action, who did it and what is told of it, in words; what has none stands as it was written. */
export function useAuditWords() {
  const { t } = useTranslation();
  return {
    actor: (actor: string) => (MACHINES.includes(actor) ? t(`audit.by.${actor}`) : actor),
    action: (action: string) => t(`audit.did.${action.replace('.', '_')}`, { defaultValue: action }),
    detail: (detail: Record<string, unknown>) => auditDetail(detail, t),
  };
}

/** `gives: yes · scopes: Give points, Find members`; what is empty is left out. */
export function auditDetail(detail: Record<string, unknown>, t: TFunction): string {
  return Object.entries(detail)
    .flatMap(([name, value]) => {
      const values: unknown[] = Array.isArray(value) ? value : value === null ? [] : [value];
      if (values.length === 0) return [];
      const told = values.map((each) => tellValue(each, name, t)).join(', ');
      return [`${t(`audit.part.${name}`, { defaultValue: name })}: ${told}`];
    })
    .join(' · ');
}

function tellValue(value: unknown, name: string, t: TFunction): string {
  if (typeof value === 'boolean') return t(`audit.is.${value}`);
  const text = String(value);
  const keys = VALUE_WORDS[name]?.map((place) => `${place}.${scopeWord(text)}`);
  return keys ? t(keys, { defaultValue: text }) : text;
}
