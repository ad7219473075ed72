import { useTranslation } from 'react-i18next';

/** A tier's name in the reader's language; a tier of the shop's own invention keeps its key. */
export function useTierName(): (tierKey: string) => string {
  const { t } = useTranslation();
  return (tierKey) => t(`tier.${tierKey}`, { defaultValue: tierKey });
}
