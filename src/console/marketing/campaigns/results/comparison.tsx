import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../parts/formats.ts';
import { buyersIn, type Compared, shareOf, useResultWords } from './result-words.ts';
import css from './results.module.css';

interface Side {
  name: string;
  people: number;
  value: number;
  shown: string;
  /** Between which values the truth lies, measured from the other side. */
  ends?: { low: number; high: number };
}

/** Buyers and money of those who were to be reached beside those who were left alone, as bars on one scale. */
export function Comparison({
  uplift,
  names,
}: {
  uplift: Compared;
  /** What to call the two; those who were written to and the others when left out. */
  names?: { target: string; control: string };
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useResultWords();
  const { target, control, buyers, money } = uplift;
  const perPerson = ({ people, netMinor }: typeof target) => (people === 0 ? 0 : netMinor / people);
  const sides = (
    value: (of: typeof target) => number,
    show: (value: number) => string,
    range: { low: number; high: number } | null,
  ): Side[] => {
    const base = value(control);
    const ends = range && control.people > 0 && { low: base + range.low, high: base + range.high };
    const own = { people: target.people, value: value(target), shown: show(value(target)) };
    const sent: Side = { name: names?.target ?? t('results.side.target'), ...own, ...(ends && { ends }) };
    if (control.people === 0) return [sent];
    return [
      sent,
      {
        name: names?.control ?? t('results.side.control'),
        people: control.people,
        value: base,
        shown: show(base),
      },
    ];
  };
  return (
    <div className={css.comparison}>
      <Bars
        title={t('results.buyersShare')}
        note={words.difference(uplift)}
        sides={sides(buyersIn, (value) => shareOf(format, value), buyers)}
      />
      <Bars
        title={t('results.moneyPerson')}
        note={
          money && control.people > 0
            ? t('results.range', {
                value: format.money(money.difference),
                low: format.money(money.low),
                high: format.money(money.high),
              })
            : '–'
        }
        sides={sides(perPerson, format.money, money)}
      />
    </div>
  );
}

function Bars({ title, note, sides }: { title: string; note: string; sides: Side[] }) {
  const { t } = useTranslation();
  const most = Math.max(...sides.flatMap(({ value, ends }) => [value, ends?.high ?? 0]), Number.MIN_VALUE);
  const at = (value: number) => `${(Math.max(0, Math.min(value, most)) / most) * 100}%`;
  return (
    <figure className={css.bars}>
      <figcaption>
        {title}
        {note !== '–' && <strong>{note}</strong>}
      </figcaption>
      {sides.map(({ name, people, value, shown, ends }, place) => (
        <div key={name} className={css.barRow}>
          <span>
            {name} <small>{t('results.people', { count: people })}</small>
          </span>
          <b>{shown}</b>
          <div className={css.track} aria-hidden>
            <div className={css.bar} data-control={place === 1 || undefined} style={{ width: at(value) }} />
            {ends && (
              <div
                className={css.whisker}
                style={{ left: at(ends.low), width: `calc(${at(ends.high)} - ${at(ends.low)})` }}
              />
            )}
          </div>
        </div>
      ))}
    </figure>
  );
}
