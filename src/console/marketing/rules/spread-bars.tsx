import { useFormats } from '../../parts/formats.ts';
import css from './replay-report.module.css';

export interface SpreadBar {
  key: string;
  name: string;
  note: string;
  /** Minor units; below zero where the rule saves. */
  value: number;
}

/** How a sum of money spreads: a bar each, as long as its part of the largest. */
export function SpreadBars({ label, bars }: { label: string; bars: SpreadBar[] }) {
  const format = useFormats();
  const largest = Math.max(1, ...bars.map(({ value }) => Math.abs(value)));
  return (
    <ul className={css.bars} aria-label={label}>
      {bars.map(({ key, name, note, value }) => (
        <li key={key}>
          <span>
            {name} <small>{note}</small>
          </span>
          <b>{format.wholeMoney(value)}</b>
          <div className={css.track} aria-hidden>
            {value !== 0 && (
              <span
                data-below={value < 0 || undefined}
                style={{ width: `${(Math.abs(value) / largest) * 100}%` }}
              />
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
