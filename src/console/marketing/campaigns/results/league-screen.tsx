import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type CampaignLeagueRow, campaignResultRoutes } from '#src/contract/campaign-results.ts';
import { reading } from '../../../api/api-queries.ts';
import { Answer } from '../../../parts/answer.tsx';
import { BackButton } from '../../../parts/back-button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { Page, Sheet } from '../../../parts/page.tsx';
import { Records } from '../../../parts/records.tsx';
import { saveFile, writeCsv } from '../../../parts/write-csv.ts';
import { Difference } from './difference.tsx';
import { figuresOf, headOf } from './result-rows.ts';
import { buyersIn, isSaid, shareOf } from './result-words.ts';
import css from './results.module.css';

const LOOK_SOON_MS = 3_000;
const LOOK_EVERY_MS = 60_000;

/** All launched campaigns side by side: what each has brought, the best first. */
export function LeagueScreen() {
  const { t } = useTranslation();
  const league = useQuery({
    ...reading(campaignResultRoutes.listResults, {}),
    refetchInterval: ({ state }) =>
      state.data?.campaigns.some(({ countedAt }) => countedAt === null) ? LOOK_SOON_MS : LOOK_EVERY_MS,
  });
  const save = (rows: CampaignLeagueRow[]) => {
    const [, , ...names] = headOf(t);
    const head = [t('campaign.name'), t('results.league.launched'), t('results.league.verdict'), ...names];
    const table = rows.map((row) => [
      row.name,
      row.launchedAt ?? '',
      t(`results.league.said.${row.countedAt ? row.uplift.verdict : 'counting'}`),
      ...figuresOf(row.uplift),
    ]);
    saveFile(`${t('results.league.title')}.csv`, writeCsv([head, ...table]));
  };
  return (
    <Page
      title={t('results.league.title')}
      actions={
        <>
          <BackButton to="/campaigns">{t('nav.campaigns')}</BackButton>
          {league.data && league.data.campaigns.length > 0 && (
            <Button
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={() => save(league.data.campaigns)}
            >
              CSV
            </Button>
          )}
        </>
      }
    >
      <Sheet>
        <Answer of={league}>
          {({ campaigns }) =>
            campaigns.length === 0 ? (
              <EmptyState title={t('results.league.empty.title')} text={t('results.league.empty.text')}>
                <Button component={Link} to="/campaigns">
                  {t('results.league.empty.act')}
                </Button>
              </EmptyState>
            ) : (
              <League campaigns={campaigns} />
            )
          }
        </Answer>
      </Sheet>
    </Page>
  );
}

function League({ campaigns }: { campaigns: CampaignLeagueRow[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  // What is not known yet stands below what is.
  const worth = ({ profit, uplift }: CampaignLeagueRow) =>
    profit && isSaid(uplift) ? profit.profit.value : Number.NEGATIVE_INFINITY;
  const whole = (minor: number) => <span className={css.whole}>{format.wholeMoney(minor)}</span>;
  return (
    <>
      <Records
        label={t('results.league.title')}
        records={campaigns.toSorted((a, b) => worth(b) - worth(a))}
        keyOf={({ campaignId }) => campaignId}
        onOpen={({ campaignId }) => void navigate(`/campaigns/${campaignId}`)}
        columns={[
          { name: t('campaign.name'), cell: ({ name }) => name },
          {
            name: t('results.league.launched'),
            cell: ({ launchedAt }) => (launchedAt ? format.day(launchedAt) : '–'),
          },
          {
            name: t('results.league.verdict'),
            cell: ({ countedAt, uplift }) => (
              <span className={css.verdict} data-verdict={uplift.verdict}>
                {t(`results.league.said.${countedAt ? uplift.verdict : 'counting'}`)}
              </span>
            ),
          },
          {
            name: t('results.column.people'),
            figures: true,
            cell: ({ uplift }) => format.number(uplift.target.people),
          },
          {
            name: t('results.buyersShare'),
            figures: true,
            cell: ({ uplift }) => shareOf(format, buyersIn(uplift.target)),
          },
          {
            name: t('results.column.difference'),
            figures: true,
            cell: ({ uplift }) => <Difference uplift={uplift} />,
          },
          {
            name: t('results.profit.extraNet'),
            figures: true,
            cell: ({ uplift }) => (uplift.extraNet && isSaid(uplift) ? whole(uplift.extraNet.value) : '–'),
          },
          {
            name: t('results.profit.profit'),
            figures: true,
            cell: ({ profit, uplift }) => (profit && isSaid(uplift) ? whole(profit.profit.value) : '–'),
          },
        ]}
      />
      <p className={css.explains}>{t('results.league.means')}</p>
    </>
  );
}
