import { useTranslation } from 'react-i18next';
import type { ReturnShown } from '#src/contract/till-returns.ts';

/** What a return does to points and stamps, or has done, as short sentences; none where it does nothing. */
export function useReturnWords(): (shown: ReturnShown) => string[] {
  const { t } = useTranslation();
  return ({ booked, givenBack, takenBack, owed, others }) => {
    const did = booked ? 'did' : 'will';
    const points = (count: number) => (count > 0 ? [t('points.count', { count })] : []);
    const of = (isGain: boolean) =>
      others.flatMap(({ amount, words }) => (amount > 0 === isGain ? [words] : []));
    const given = [...points(givenBack), ...of(true)].join(', ');
    const taken = [...points(takenBack), ...of(false)].join(', ');
    return [
      ...(given === '' ? [] : [t(`till.back.${did}.giveBack`, { what: given })]),
      ...(taken === '' ? [] : [t(`till.back.${did}.takeBack`, { what: taken })]),
      ...(owed > 0 ? [t(`till.back.${did}.owe`, { count: owed })] : []),
    ];
  };
}
