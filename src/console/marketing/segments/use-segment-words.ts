// What the builder of conditions over members offers: everything of the rules' builder, and what only segments know.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { segmentRoutes } from '#src/contract/segments.ts';
import { reading } from '../../api/api-queries.ts';
import { type Choice, type RuleWords, useWordsOf } from '../rules/rule-words.ts';
import { LIFE_CYCLES, RECEIPT_SIZES, RFM_CELLS } from './segment-choices.ts';

export const segmentBuilderQuery = {
  ...reading(segmentRoutes.readSegmentBuilder, {}),
  staleTime: 60_000,
};

const MESSENGERS: Choice[] = [
  { value: 'telegram', label: 'Telegram' },
  { value: 'viber', label: 'Viber' },
];

/** Null until they are there. */
export function useSegmentWords(): RuleWords | null {
  const { t } = useTranslation();
  const { data } = useQuery(segmentBuilderQuery);
  const words = useWordsOf(data);
  return useMemo(() => {
    if (!words || !data) return null;
    const named = (values: readonly string[], what: string) =>
      values.map((value) => ({ value, label: t(`segments.${what}.${value}`) }));
    const offers = data.offers.map(({ offerId, name }) => ({ value: offerId, label: name }));
    const choices: Record<string, () => Choice[]> = {
      'member.segment': () => data.segments.map(({ segmentId, name }) => ({ value: segmentId, label: name })),
      'member.rfm': () => RFM_CELLS.map((value) => ({ value, label: value })),
      'member.lifeCycle': () => named(LIFE_CYCLES, 'lifeCycle'),
      'member.receiptSize': () => named(RECEIPT_SIZES, 'receiptSize'),
      'member.favouriteCategory': () => words.choicesOf('line.category'),
      'member.homeStore': () => words.choicesOf('receipt.store'),
      'member.source': () => words.choicesOf('receipt.store'),
      'member.holdsOffer': () => offers,
      'member.usedOffer': () => offers,
      'member.messenger': () => MESSENGERS,
      'member.reachableIn': () => MESSENGERS,
      'member.blockedIn': () => MESSENGERS,
    };
    return { ...words, choicesOf: (field) => choices[field]?.() ?? words.choicesOf(field) };
  }, [words, data, t]);
}
