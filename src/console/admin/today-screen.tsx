import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import type { Today } from '#src/contract/today.ts';
import { reading } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { Figure, Figures } from '../parts/figure.tsx';
import { useFormats } from '../parts/formats.ts';
import { Page } from '../parts/page.tsx';
import { Concerns } from './concerns.tsx';

const LOOK_EVERY_MS = 15_000;

/** What has happened today, and what needs a person. */
export function TodayScreen() {
  const { t } = useTranslation();
  const format = useFormats();
  const today = useQuery({ ...reading(adminRoutes.readToday, {}), refetchInterval: LOOK_EVERY_MS });
  return (
    <Page
      title={today.data ? `${t('nav.today')}, ${format.day(`${today.data.date}T12:00:00Z`)}` : t('nav.today')}
    >
      <Answer of={today}>{(data) => <TodayFigures today={data} />}</Answer>
    </Page>
  );
}

function TodayFigures({ today }: { today: Today }) {
  const { t } = useTranslation();
  const { number, wholeMoney, signed } = useFormats();
  const warn = (count: number) => (count > 0 ? ('warn' as const) : ('quiet' as const));
  return (
    <>
      <Concerns concerns={today.concerns} />
      <Group title={t('today.till')}>
        <Figure label={t('today.receipts')} value={number(today.receipts)} />
        <Figure label={t('today.turnover')} value={wholeMoney(today.turnoverMinor)} />
        {today.returns > 0 && (
          <Figure
            label={t('today.returns', { count: today.returns })}
            value={wholeMoney(-today.returnedMinor)}
          />
        )}
        <Figure label={t('today.earned')} value={signed(today.earned)} tone="good" />
        <Figure label={t('today.burnt')} value={signed(-today.burnt)} />
      </Group>
      <Group title={t('today.people')}>
        <Figure label={t('today.registered')} value={signed(today.registered)} tone="good" />
        <Figure label={t('today.members')} value={number(today.members)} to="/members" />
      </Group>
      <Group title={t('today.messages')}>
        <Figure label={t('today.sent')} value={number(today.messagesSent)} />
        <Figure label={t('today.waiting')} value={number(today.messagesWaiting)} tone="quiet" />
        <Figure
          label={t('today.unknown')}
          value={number(today.messagesUnknown)}
          tone={warn(today.messagesUnknown)}
        />
        <Figure
          label={t('today.failed')}
          value={number(today.messagesFailed)}
          tone={warn(today.messagesFailed)}
        />
        <Figure label={t('today.campaigns')} value={number(today.campaignsRunning)} to="/campaigns" />
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={2} size="h5" mb="xs" c="dimmed">
        {title}
      </Title>
      <Figures>{children}</Figures>
    </section>
  );
}
