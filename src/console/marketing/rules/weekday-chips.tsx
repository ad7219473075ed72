import { Chip, Group } from '@mantine/core';
import { useMemo } from 'react';
import { shownLanguage } from '../../i18n.ts';
import css from './weekday-chips.module.css';

/** 1 is Monday, 7 is Sunday. */
const DAYS = [1, 2, 3, 4, 5, 6, 7];
/** A Monday, to name the days after. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Days of the week, each on or off. */
export function WeekdayChips({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number[];
  onChange: (days: number[]) => void;
}) {
  const language = shownLanguage();
  const names = useMemo(() => {
    const format = (weekday: 'short' | 'long') =>
      new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' });
    return DAYS.map((day) => {
      const date = new Date(A_MONDAY + (day - 1) * DAY_MS);
      return { day, short: format('short').format(date), long: format('long').format(date) };
    });
  }, [language]);
  return (
    <Chip.Group
      multiple
      value={value.map(String)}
      onChange={(days) => onChange(days.map(Number).sort((a, b) => a - b))}
    >
      <Group gap={6} role="group" aria-label={label}>
        {names.map(({ day, short, long }) => (
          <Chip
            key={day}
            value={String(day)}
            size="sm"
            aria-label={long}
            classNames={{ label: css.day, iconWrapper: css.tick }}
          >
            {short}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
