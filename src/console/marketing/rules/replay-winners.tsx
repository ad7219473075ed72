import { useTranslation } from 'react-i18next';
import type { ReplayResult } from '#src/contract/rule-replays.ts';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
import { useTierName } from '../../parts/tier-name.ts';
import { useRuleWords } from './rule-words.ts';

/** The members who would have got the most: a few with very much are a sign of a rule that can be played. */
export function ReplayWinners({ winners }: { winners: ReplayResult['heaviest'] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const tierName = useTierName();
  const { amountOf } = useRuleWords();
  if (winners.length === 0) return null;
  return (
    <Sheet title={t('rules.replay.heaviest')}>
      <Records
        label={t('rules.replay.heaviest')}
        records={winners}
        keyOf={({ memberId }) => memberId}
        columns={[
          { name: t('members.name'), cell: ({ name }) => name },
          { name: t('members.tier'), cell: ({ tierKey }) => tierName(tierKey) },
          {
            name: t('rules.replay.touched'),
            figures: true,
            cell: ({ receipts }) => format.number(receipts),
          },
          {
            name: t('rules.replay.given'),
            figures: true,
            cell: ({ given }) =>
              Object.entries(given.points)
                .filter(([, points]) => points !== 0)
                .map(([currency, points]) => amountOf(currency, points))
                .join(', ') || '–',
          },
          {
            name: t('rules.replay.cost'),
            figures: true,
            cell: ({ given }) => format.wholeMoney(given.costMinor),
          },
        ]}
      />
    </Sheet>
  );
}
