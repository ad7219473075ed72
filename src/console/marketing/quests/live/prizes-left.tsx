import { useTranslation } from 'react-i18next';
import type { LiveQuest } from '#src/contract/quest-live.ts';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import { Records } from '../../../parts/records.tsx';

/** How many of each prize are left; nothing where the quest gives none. */
export function PrizesLeft({ live: { prizes } }: { live: LiveQuest }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (prizes.length === 0) return null;
  return (
    <Sheet title={t('questLive.prizes.title')}>
      <Records
        label={t('questLive.prizes.title')}
        records={prizes}
        keyOf={({ prizeNo }) => String(prizeNo)}
        columns={[
          { name: t('questLive.prizes.prize'), cell: ({ title }) => title },
          { name: t('questLive.prizes.goesTo'), cell: ({ goesTo }) => t(`questLive.prizes.to.${goesTo}`) },
          { name: t('questLive.prizes.won'), figures: true, cell: ({ given }) => format.number(given) },
          {
            name: t('questLive.prizes.left'),
            figures: true,
            cell: ({ stock, given }) =>
              stock === null ? t('questLive.prizes.noEnd') : format.number(stock - given),
          },
          {
            name: t('questLive.prizes.waiting'),
            figures: true,
            cell: ({ waiting }) => format.number(waiting),
          },
        ]}
      />
    </Sheet>
  );
}
