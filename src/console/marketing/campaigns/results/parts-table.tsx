import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignResults } from '#src/contract/campaign-results.ts';
import { useFormats } from '../../../parts/formats.ts';
import { Records } from '../../../parts/records.tsx';
import { Difference } from './difference.tsx';
import { buyersIn, shareOf, useResultWords } from './result-words.ts';
import css from './results.module.css';

const BY = ['cell', 'language', 'messenger'] as const;
type By = (typeof BY)[number];
const FIRST = 9;

/** The same comparison for parts of the audience. */
export function PartsTable({ parts }: { parts: CampaignResults['parts'] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useResultWords();
  const [by, setBy] = useState<By>('cell');
  const [all, setAll] = useState(false);
  const shown = all ? parts[by] : parts[by].slice(0, FIRST);
  return (
    <>
      <h3 className={css.part}>{t('results.part.title')}</h3>
      <SegmentedControl
        mb="xs"
        value={by}
        onChange={setBy}
        data={BY.map((each) => ({ value: each, label: t(`results.part.by.${each}`) }))}
        aria-label={t('results.part.title')}
      />
      <Records
        label={t(`results.part.by.${by}`)}
        records={shown}
        keyOf={({ part }) => part ?? ''}
        columns={[
          { name: t(`results.part.by.${by}`), cell: ({ part }) => words.partName(by, part) },
          {
            name: t('results.column.people'),
            figures: true,
            cell: ({ uplift }) => format.number(uplift.target.people),
          },
          {
            name: t('results.column.bought'),
            figures: true,
            cell: ({ uplift }) => shareOf(format, buyersIn(uplift.target)),
          },
          {
            name: t('results.column.boughtAnyhow'),
            figures: true,
            cell: ({ uplift }) =>
              uplift.control.people === 0 ? '–' : shareOf(format, buyersIn(uplift.control)),
          },
          {
            name: t('results.column.difference'),
            figures: true,
            cell: ({ uplift }) => <Difference uplift={uplift} />,
          },
        ]}
      />
      {parts[by].length > FIRST && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(!all)}>
          {all ? t('results.part.fewer') : t('results.part.all', { count: parts[by].length })}
        </Button>
      )}
      {by === 'cell' && <p className={css.explains}>{t('results.part.cellMeans')}</p>}
    </>
  );
}
