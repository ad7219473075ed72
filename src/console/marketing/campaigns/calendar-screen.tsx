import { ActionIcon, Group, SegmentedControl, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { BackButton } from '../../parts/back-button.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { addDays, beginOf, dayOf } from '../rules/wall-clock.ts';
import { byDay, turn, type View, weeksAround } from './calendar-days.ts';
import { CalendarWeeks } from './calendar-weeks.tsx';

/** What goes out when: campaigns that ran, that are on their way, and drafts that have a date. */
export function CalendarScreen() {
  const { t } = useTranslation();
  const format = useFormats();
  const { timeZone } = useMe().shop;
  const today = dayOf(Date.now(), timeZone);
  const [view, setView] = useState<View>('month');
  const [around, setAround] = useState(today);
  const weeks = weeksAround(around, view);
  const first = weeks[0]?.[0] ?? around;
  const last = weeks.at(-1)?.[6] ?? around;
  const calendar = useQuery({
    ...reading(campaignPlanRoutes.readCalendar, {
      query: { from: beginOf(first, timeZone), until: beginOf(addDays(last, 1), timeZone) },
    }),
    placeholderData: keepPreviousData,
  });
  const noon = (day: string) => `${day}T12:00:00Z`;
  return (
    <Page
      title={t('plan.calendar.title')}
      actions={
        <>
          <BackButton to="/campaigns">{t('nav.campaigns')}</BackButton>
          <SegmentedControl
            aria-label={t('plan.calendar.view')}
            data={[
              { value: 'month', label: t('plan.calendar.month') },
              { value: 'week', label: t('plan.calendar.week') },
            ]}
            value={view}
            onChange={(next) => setView(next === 'week' ? 'week' : 'month')}
          />
        </>
      }
    >
      <Sheet
        title={
          view === 'month'
            ? format.month(around.slice(0, 7))
            : `${format.day(noon(first))} – ${format.day(noon(last))}`
        }
        actions={
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('plan.calendar.before')}
              onClick={() => setAround(turn(around, view, -1))}
            >
              <IconChevronLeft size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('plan.calendar.after')}
              onClick={() => setAround(turn(around, view, 1))}
            >
              <IconChevronRight size={18} aria-hidden />
            </ActionIcon>
          </Group>
        }
      >
        <Answer of={calendar}>
          {({ entries, limits }) => (
            <>
              <CalendarWeeks
                weeks={weeks}
                month={view === 'month' ? around : null}
                today={today}
                entries={byDay(entries, timeZone)}
                perDay={limits.perDay}
              />
              <Text size="sm" c="dimmed" mt="md">
                {[
                  limits.perDay !== null && t('plan.calendar.perDay', { count: limits.perDay }),
                  limits.perWeek !== null && t('plan.calendar.perWeek', { count: limits.perWeek }),
                  limits.quietFrom !== null &&
                    t('plan.calendar.quiet', { from: limits.quietFrom, to: limits.quietTo }),
                ]
                  .filter(Boolean)
                  .join(' ')}
              </Text>
            </>
          )}
        </Answer>
      </Sheet>
    </Page>
  );
}
