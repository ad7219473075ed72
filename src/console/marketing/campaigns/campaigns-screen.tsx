import { Button } from '@mantine/core';
import { IconCalendarEvent, IconChartBar, IconPlus } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type CampaignProgress, campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { type Column, Records } from '../../parts/records.tsx';
import { CampaignStatus, isMoving } from './campaign-status.tsx';

const LOOK_EVERY_MS = 2_000;
/** Older campaigns are listed without their numbers; those are on their own page. */
const COUNTED = 30;
const COUNTS = ['sent', 'unknown', 'failed', 'skipped'] as const;

/** Every campaign with what became of it. */
export function CampaignsScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(marketingRoutes.listCampaigns, {}));
  return (
    <Page
      title={t('nav.campaigns')}
      actions={
        <>
          <Button
            component={Link}
            to="/campaigns/calendar"
            variant="default"
            leftSection={<IconCalendarEvent size={18} aria-hidden />}
          >
            {t('plan.calendar.title')}
          </Button>
          <Button
            component={Link}
            to="/campaigns/results"
            variant="default"
            leftSection={<IconChartBar size={18} aria-hidden />}
          >
            {t('results.league.title')}
          </Button>
          <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('campaign.new')}
          </Button>
        </>
      }
    >
      <Sheet>
        <Answer of={list}>
          {({ campaigns }) =>
            campaigns.length === 0 ? <NoCampaigns /> : <CampaignList campaigns={campaigns} />
          }
        </Answer>
      </Sheet>
    </Page>
  );
}

function CampaignList({ campaigns }: { campaigns: Campaign[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  const launched = campaigns.filter(({ launchedAt }) => launchedAt !== null).slice(0, COUNTED);
  const progress = useQueries({
    queries: launched.map(({ campaignId, status }) => ({
      ...reading(campaignPlanRoutes.readProgress, { params: { campaignId } }),
      refetchInterval: isMoving(status) ? LOOK_EVERY_MS : (false as const),
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => (data ? [[data.campaignId, data] as const] : []))),
  });
  const counted = (name: (typeof COUNTS)[number]): Column<Campaign> => ({
    name: t(`campaign.count.${name}`),
    figures: true,
    cell: ({ campaignId }) => countIn(progress.get(campaignId), name, format.number),
  });
  const columns: Column<Campaign>[] = [
    { name: t('campaign.name'), cell: ({ name }) => name },
    {
      name: t('campaign.statusName'),
      cell: ({ campaignId, status }) => (
        <CampaignStatus status={progress.get(campaignId)?.status ?? status} />
      ),
    },
    {
      name: t('campaign.when'),
      cell: ({ createdAt, launchedAt }) => format.moment(launchedAt ?? createdAt),
    },
    {
      name: t('campaign.audience'),
      figures: true,
      cell: ({ audience }) => (audience === null ? '–' : format.number(audience)),
    },
    ...COUNTS.map(counted),
  ];
  return (
    <Records
      label={t('nav.campaigns')}
      columns={columns}
      records={campaigns}
      keyOf={({ campaignId }) => campaignId}
      onOpen={({ campaignId }) => void navigate(`/campaigns/${campaignId}`)}
    />
  );
}

function countIn(
  progress: CampaignProgress | undefined,
  name: (typeof COUNTS)[number],
  show: (value: number) => string,
): string {
  return progress ? show(progress[name]) : '–';
}

function NoCampaigns() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('campaign.empty.title')} text={t('campaign.empty.text')}>
      <Button component={Link} to="/campaigns/new" state={{ example: true }}>
        {t('campaign.empty.example')}
      </Button>
    </EmptyState>
  );
}
