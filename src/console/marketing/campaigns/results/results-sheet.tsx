import { Alert, Button, Group } from '@mantine/core';
import { IconAdjustments, IconDownload, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignResults, campaignResultRoutes } from '#src/contract/campaign-results.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import { saveFile, writeCsv } from '../../../parts/write-csv.ts';
import { Comparison } from './comparison.tsx';
import { Funnel } from './funnel.tsx';
import { Headline } from './headline.tsx';
import { PartsTable } from './parts-table.tsx';
import { ProfitFigures } from './profit-figures.tsx';
import { resultRows } from './result-rows.ts';
import { isSaid, useResultWords } from './result-words.ts';
import css from './results.module.css';
import { type ResultTerms, TermsWindow } from './terms-window.tsx';
import { VariantsTable } from './variants-table.tsx';

/** What a campaign has brought: first the sentence, then what it is made of. */
export function ResultsSheet({ results }: { results: CampaignResults }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useResultWords();
  const [changing, setChanging] = useState(false);
  const { campaignId, countedAt, uplift } = results;
  const again = useWriting(campaignResultRoutes.countAgain, { stale: [campaignResultRoutes.readResults] });
  const isCounted = countedAt !== null;
  return (
    <Sheet
      title={t('plan.section.results')}
      actions={
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconAdjustments size={16} aria-hidden />}
            onClick={() => setChanging(true)}
          >
            {t('results.terms.open')}
          </Button>
          {isCounted && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() =>
                saveFile(`${results.name}.csv`, writeCsv(resultRows(results, t, words.partName)))
              }
            >
              CSV
            </Button>
          )}
        </Group>
      }
    >
      <Headline
        verdict={isCounted ? uplift.verdict : undefined}
        text={words.headline(results)}
        note={words.note(results)}
      />
      {isCounted && !results.isFair && (
        <Alert color="red" mb="md" title={t('results.unfair.title')}>
          {t('results.unfair.text')}
        </Alert>
      )}
      {isCounted && (
        <>
          <Comparison uplift={uplift} />
          <CampaignProfit results={results} />
          <Funnel totals={uplift.target} />
          <VariantsTable results={results} />
          <PartsTable parts={results.parts} />
          <Group justify="space-between" mt="md">
            <small className={css.asOf}>
              {t('results.asOf', {
                when: format.moment(countedAt),
                days: t('results.days', { count: results.attributionDays }),
              })}
            </small>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={again.isPending}
              onClick={() => again.mutate({ params: { campaignId } })}
            >
              {again.isSuccess ? t('results.counting') : t('results.countAgain')}
            </Button>
          </Group>
          <FailureNote failure={again.error} />
        </>
      )}
      {changing && <CampaignTerms results={results} onClose={() => setChanging(false)} />}
    </Sheet>
  );
}

function CampaignProfit({ results }: { results: CampaignResults }) {
  const { t } = useTranslation();
  const { uplift, profit, marginPercent, costMinor } = results;
  if (!profit || !isSaid(uplift)) return null;
  return (
    <ProfitFigures
      uplift={uplift}
      profit={profit}
      marginPercent={marginPercent}
      costs={[{ label: t('results.profit.cost'), minor: costMinor }]}
      note={costMinor === 0 ? t('results.profit.noCost') : ''}
    />
  );
}

function CampaignTerms({ results, onClose }: { results: CampaignResults; onClose: () => void }) {
  const { t } = useTranslation();
  const { campaignId, attributionDays, marginPercent, costMinor } = results;
  const change = useWriting(campaignResultRoutes.changeTerms, {
    stale: [campaignResultRoutes.readResults, campaignResultRoutes.listResults],
  });
  const save = ({ days, ...terms }: ResultTerms) =>
    change.mutate(
      { params: { campaignId }, body: { attributionDays: days, ...terms } },
      { onSuccess: onClose },
    );
  return (
    <TermsWindow
      terms={{ days: attributionDays, marginPercent, costMinor }}
      leastDays={1}
      words={{
        days: t('results.terms.days'),
        daysHint: t('results.terms.daysHint'),
        cost: t('results.terms.cost'),
        costHint: t('results.terms.costHint'),
      }}
      saving={change}
      onSave={save}
      onClose={onClose}
    />
  );
}
