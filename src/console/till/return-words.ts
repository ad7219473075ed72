import { useTranslation } from 'react-i18next';
import type { ReturnShown } from '#src/contract/till-returns.ts';

/** What a return does to points, as short sentences; none where it does nothing. */
export function useReturnWords(): (shown: ReturnShown) => string[] {
  const { t } = useTranslation();
  return (shown) =>
    (['givenBack', 'takenBack', 'owed'] as const).flatMap((what) =>
      shown[what] > 0 ? [t(`till.back.${what}`, { count: shown[what] })] : [],
    );
}
