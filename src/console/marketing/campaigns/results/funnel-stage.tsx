import { useFormats } from '../../../parts/formats.ts';
import { shareOf } from './result-words.ts';
import css from './results.module.css';

/** How many have come so far, beside all of those who could. */
export function FunnelStage({
  name,
  count,
  of,
  isQuiet = false,
}: {
  name: string;
  count: number;
  of: number;
  isQuiet?: boolean;
}) {
  const format = useFormats();
  const share = of === 0 ? 0 : Math.min(1, count / of);
  return (
    <div className={css.stage} data-quiet={isQuiet || undefined}>
      <dt>{name}</dt>
      <dd>
        {format.number(count)} <small>{of === 0 ? '–' : shareOf(format, share)}</small>
      </dd>
      <div className={css.track} aria-hidden>
        <div className={css.bar} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
