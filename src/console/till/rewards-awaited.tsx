import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tillRewardRoutes } from '#src/contract/rewards.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';
import css from './panel.module.css';

/** What people will fetch in this store; what is still to be prepared can be told to be ready. */
export function RewardsAwaited({ storeId }: { storeId: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const list = useQuery({ ...reading(tillRewardRoutes.listOrders, { query: { storeId } }), staleTime: 0 });
  const ready = useWriting(tillRewardRoutes.readyOrder, { stale: [tillRewardRoutes.listOrders] });
  const orders = list.data?.orders ?? [];
  if (orders.length === 0) return null;
  return (
    <section aria-labelledby="rewards-awaited">
      <h2 id="rewards-awaited">{t('till.reward.awaited')}</h2>
      <FailureNote failure={ready.error} />
      <ul className={css.rows}>
        {orders.map((each) => (
          <li key={each.orderId} className={css.row}>
            <span>
              <b>{each.rewardName}</b>
              <br />
              <small>
                {each.shownName}
                {each.pickUpUntil && ` · ${t('till.reward.until', { day: format.moment(each.pickUpUntil) })}`}
              </small>
            </span>
            {each.status === 'ordered' ? (
              <Button
                size="md"
                variant="default"
                loading={ready.isPending && ready.variables.params.orderId === each.orderId}
                onClick={() => ready.mutate({ params: { orderId: each.orderId }, body: { storeId } })}
              >
                {t('till.reward.ready')}
              </Button>
            ) : (
              <span>{t(`till.reward.status.${each.status}`)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
