import { useTranslation } from 'react-i18next';

/** A rule's name as staff read it: the one that came with the house has a name in every language. */
export function useRuleName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (name === 'base' ? t('rules.baseName') : name);
}
