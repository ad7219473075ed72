import { useTranslation } from 'react-i18next';
import type { LiveTask } from '#src/contract/quest-live.ts';
import { useFormats } from '../../../parts/formats.ts';
import css from './live.module.css';

export const STATES = ['done', 'waiting', 'open', 'skipped', 'lost'] as const;

/** Where those stand who have seen a task or the tasks of a chapter, as parts of one bar. */
export function StateBar({ counts }: { counts: Pick<LiveTask, 'shown' | (typeof STATES)[number]> }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { shown } = counts;
  const said = STATES.filter((state) => counts[state] > 0)
    .map((state) => `${t(`questLive.state.${state}`)}: ${format.number(counts[state])}`)
    .join(', ');
  return (
    <span className={css.states} role="img" aria-label={said || t('questLive.state.none')} title={said}>
      {STATES.map(
        (state) =>
          counts[state] > 0 && (
            <i key={state} data-state={state} style={{ width: `${(counts[state] / shown) * 100}%` }} />
          ),
      )}
    </span>
  );
}
