import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Puts the path of a field (`effects.0.points`) into words (Action 1 → Points); what has no word stays as it is. */
export function usePlaceWords(): (path: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (path) =>
      path
        .split('.')
        .reduce<string[]>((said, part) => {
          const last = said.at(-1);
          if (/^\d+$/.test(part) && last !== undefined)
            return [...said.slice(0, -1), `${last} ${Number(part) + 1}`];
          return [...said, i18n.exists(`places.${part}`) ? t(`places.${part}`) : part];
        }, [])
        .join(' → '),
    [t, i18n],
  );
}
