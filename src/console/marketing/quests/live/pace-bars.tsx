import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../parts/formats.ts';
import css from './live.module.css';

const MINUTE_MS = 60_000;
/** Over so many of the last minutes the pace is told in words: one minute alone jumps about. */
const RECENT_MINUTES = 5;

/** Answers of each of the last minutes, the oldest at the left; the last one is not over yet. */
export function PaceBars({ pace, until }: { pace: number[]; until: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const most = Math.max(1, ...pace);
  const whole = pace.slice(-RECENT_MINUTES - 1, -1);
  const perMinute = whole.reduce((sum, answers) => sum + answers, 0) / Math.max(1, whole.length);
  const end = Date.parse(until);
  const said = t('questLive.pace.now', { answers: format.number(Math.round(perMinute * 10) / 10) });
  return (
    <figure className={css.pace}>
      <figcaption>{said}</figcaption>
      <div className={css.minutes} aria-hidden>
        {pace.map((answers, place) => {
          const minute = new Date(end - (pace.length - 1 - place) * MINUTE_MS).toISOString();
          return (
            <i
              key={minute.slice(0, 16)}
              style={{ height: `${(answers / most) * 100}%` }}
              data-none={answers === 0 || undefined}
              title={`${format.time(minute)}: ${format.number(answers)}`}
            />
          );
        })}
      </div>
      <div className={css.ends} aria-hidden>
        <span>{format.time(new Date(end - (pace.length - 1) * MINUTE_MS).toISOString())}</span>
        <span>{format.time(until)}</span>
      </div>
    </figure>
  );
}
