// What the figures of a quest's result say, in sentences.
import { useTranslation } from 'react-i18next';
import type { QuestResults } from '#src/contract/quest-results.ts';
import { useFormats } from '../../../parts/formats.ts';
import { seenAmounts } from '../../campaigns/results/result-words.ts';

export function useQuestWords() {
  const { t } = useTranslation();
  const format = useFormats();

  /** What it has brought, in one sentence. */
  function headline({ countedAt, controlPercent, uplift }: QuestResults): string {
    const { verdict, seenIn, control } = uplift;
    if (controlPercent === 0) return t('questLive.result.headline.noControl');
    if (countedAt === null) return t('results.headline.counting');
    if ((verdict === 'brought' || verdict === 'lost') && seenIn !== null)
      return t(`questLive.result.headline.${verdict}.${seenIn}`, seenAmounts(format, uplift));
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
