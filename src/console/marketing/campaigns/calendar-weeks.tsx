import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CalendarEntry } from '#src/contract/campaign-plan.ts';
import { shownLanguage } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import css from './calendar.module.css';
import { isInMonth } from './calendar-days.ts';

/** Weeks below each other; where there is no room for seven days beside each other, a list of the days that hold something. */
export function CalendarWeeks({
  weeks,
  month,
  today,
  entries,
  perDay,
}: {
  weeks: string[][];
  /** Days outside of it are pale; null: none is. */
  month: string | null;
  today: string;
  entries: Map<string, CalendarEntry[]>;
  /** Messages that one person may get on a day. */
  perDay: number | null;
}) {
  const { t } = useTranslation();
  const tag = shownLanguage() === 'en' ? 'en-GB' : `${shownLanguage()}-UA`;
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' });
  const empty = weeks.flat().every((day) => !entries.has(day));
  return (
    <>
      <ol className={css.days}>
        {weeks.flat().map((day) => {
          const here = entries.get(day) ?? [];
          const crowded = perDay !== null && here.length > perDay;
          return (
            <li
              key={day}
              className={css.day}
              data-empty={here.length === 0 || undefined}
              data-pale={(month !== null && !isInMonth(day, month)) || undefined}
              data-today={day === today || undefined}
              aria-current={day === today ? 'date' : undefined}
            >
              <span className={css.date}>
                <span>{weekday.format(new Date(`${day}T12:00:00Z`))}</span> {Number(day.slice(8))}
              </span>
              {here.map((entry) => (
                <Entry key={entry.campaignId} entry={entry} />
              ))}
              {crowded && <small className={css.crowded}>{t('plan.calendar.crowded')}</small>}
            </li>
          );
        })}
      </ol>
      {empty && <p className={css.nothing}>{t('plan.calendar.nothing')}</p>}
    </>
  );
}

function Entry({ entry: { campaignId, name, status, from, people } }: { entry: CalendarEntry }) {
  const { t } = useTranslation();
  const format = useFormats();
  const count = people === null ? '' : ` · ${t('plan.approval.people', { count: people })}`;
  return (
    <Link className={css.entry} data-status={status} to={`/campaigns/${campaignId}`}>
      <b>{name}</b>
      <span>
        {format.time(from)} · {t(`campaign.status.${status}`)}
        {count}
      </span>
    </Link>
  );
}
