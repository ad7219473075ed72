import { useTranslation } from 'react-i18next';
import type { CampaignResults } from '#src/contract/campaign-results.ts';
import { useFormats } from '../../../parts/formats.ts';
import { Records } from '../../../parts/records.tsx';
import { Difference } from './difference.tsx';
import { buyersIn, shareOf, useResultWords } from './result-words.ts';
import css from './results.module.css';

/** The texts against each other; nothing where there is one only. */
export function VariantsTable({ results }: { results: CampaignResults }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useResultWords();
  const { variants } = results;
  if (variants.keys.length < 2) return null;
  return (
    <>
      <h3 className={css.part}>{t('results.variants.title')}</h3>
      <p className={css.explains}>{words.variantsSay(results)}</p>
      <Records
        label={t('results.variants.title')}
        records={variants.each.filter(({ uplift }) => uplift.target.people > 0)}
        keyOf={({ variant }) => String(variant)}
        columns={[
          { name: t('results.variants.name'), cell: ({ variant }) => variants.keys[variant] ?? '' },
          {
            name: t('results.column.people'),
            figures: true,
            cell: ({ uplift }) => format.number(uplift.target.people),
          },
          {
            name: t('results.funnel.clicked'),
            figures: true,
            cell: ({ uplift: { target } }) =>
              shareOf(format, target.people === 0 ? 0 : target.clicked / target.people),
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
        ]}
      />
    </>
  );
}
