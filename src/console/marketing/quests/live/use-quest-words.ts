// What the figures of a quest's result say, in sentences.
import { useTranslation } from 'react-i18next';
import type { QuestResults } from '#src/contract/quest-results.ts';
import { useFormats } from '../../../parts/formats.ts';

export function useQuestWords() {
  const { t } = useTranslation();
  const format = useFormats();

  /** What it has brought, in one sentence. */
  function headline({ countedAt, controlPercent, uplift }: QuestResults): string {
    const { verdict, seenIn, extraNet, extraBuyers, control } = uplift;
    if (controlPercent === 0) return t('questLive.result.headline.noControl');
    if (countedAt === null) return t('results.headline.counting');
    if ((verdict === 'brought' || verdict === 'lost') && seenIn !== null) {
      const found = seenIn === 'money' ? extraNet : extraBuyers;
      const show =
        seenIn === 'money' ? format.wholeMoney : (value: number) => format.number(Math.round(value));
      // Of a loss the amounts are told, not the sign: it is in the words.
      const ends = [found?.low ?? 0, found?.high ?? 0].map(Math.abs).toSorted((a, b) => a - b);
      const value = show(Math.abs(found?.value ?? 0));
      const values = { value, low: show(ends[0] ?? 0), high: show(ends[1] ?? 0) };
      return t(`questLive.result.headline.${verdict}.${seenIn}`, values);
    }
    if (verdict === 'controlSmall')
      return t('results.headline.controlSmall', { people: t('results.people', { count: control.people }) });
    return t(`questLive.result.headline.${verdict}`);
  }

  /** What has to be known beside it. */
  function note({ countedAt, controlPercent, until, isOver, uplift }: QuestResults): string {
    const { target } = uplift;
    if (controlPercent === 0) return t('questLive.result.note.noControl');
    if (countedAt === null) return t('questLive.result.note.counting');
    const played = t('questLive.result.note.played', {
      joined: format.number(target.joined),
      people: format.number(target.people),
    });
    return isOver || !until ? played : `${played} ${t('results.note.goesOn', { day: format.day(until) })}`;
  }

  return { headline, note };
}
