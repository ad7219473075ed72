import { useTranslation } from 'react-i18next';

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

/** An action, who did it and what is told of it, in words; what has none stands as it was written. */
export function useAuditWords() {
  const { t } = useTranslation();
  return {
    actor: (actor: string) => (MACHINES.includes(actor) ? t(`audit.by.${actor}`) : actor),
    action: (action: string) => t(`audit.did.${action.replace('.', '_')}`, { defaultValue: action }),
    detail: (detail: Record<string, unknown>) =>
      Object.entries(detail)
        .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
        .map(([name, value]) => `${t(`audit.part.${name}`, { defaultValue: name })}: ${String(value)}`)
        .join(' · '),
  };
}
