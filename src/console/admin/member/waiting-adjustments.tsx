import { Alert, Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { adjustmentRoutes } from '#src/contract/adjustments.ts';
import { reading } from '../../api/api-queries.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';

/** Adjustments of this member that a second person has yet to decide. */
export function WaitingAdjustments({ memberId }: { memberId: string }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const list = useQuery(reading(adjustmentRoutes.listAdjustments, { query: { which: 'waiting', memberId } }));
  return list.data?.adjustments.map((each) => (
    <Alert key={each.adjustmentId} color="yellow" p="xs">
      {t('adjust.waits', { amount: words.signed(each, each.amount), who: each.askedBy })}{' '}
      <Anchor component={Link} to="/approvals" size="sm" c="inherit" td="underline">
        {t('adjust.look')}
      </Anchor>
    </Alert>
  ));
}
