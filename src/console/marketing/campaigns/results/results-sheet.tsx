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
import { PartsTable } from './parts-table.tsx';
import { ProfitFigures } from './profit-figures.tsx';
import { resultRows } from './result-rows.ts';
import { useResultWords } from './result-words.ts';
import css from './results.module.css';
import { TermsWindow } from './terms-window.tsx';
import { VariantsTable } from './variants-table.tsx';

/** What a campaign has brought: first the sentence, then what it is made of. */
export function ResultsSheet({ results }: { results: CampaignResults }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useResultWords();
  const [changing, setChanging] = useState(false);
  const { campaignId, countedAt, uplift } = results;
  const again = useWriting(campaignResultRoutes.countAgain, { stale: [campaignResultRoutes.readResults] });
  const note = words.note(results);
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
      <p className={css.headline} data-verdict={isCounted ? uplift.verdict : undefined}>
        {words.headline(results)}
        {note && <small>{note}</small>}
      </p>
      {isCounted && !results.isFair && (
        <Alert color="red" mb="md" title={t('results.unfair.title')}>
          {t('results.unfair.text')}
        </Alert>
      )}
      {isCounted && (
        <>
          <Comparison uplift={uplift} />
          <ProfitFigures results={results} />
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
      {changing && <TermsWindow results={results} onClose={() => setChanging(false)} />}
    </Sheet>
  );
}
