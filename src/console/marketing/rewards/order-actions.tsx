import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holdingRoutes } from '#src/contract/member-holdings.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import { CANCEL_REASONS, type Order, rewardRoutes } from '#src/contract/rewards.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { ReasonWindow } from '../../parts/reason-window.tsx';

const STALE = {
  stale: [
    rewardRoutes.findOrders,
    rewardRoutes.listRewards,
    holdingRoutes.listOrders,
    pointsRoutes.readPoints,
    pointsRoutes.listTransfers,
  ],
};

/** The next step of an open order; nothing for one that is settled. */
export function OrderActions({ order }: { order: Order }) {
  const { t } = useTranslation();
  const [cancelling, setCancelling] = useState(false);
  const ready = useWriting(rewardRoutes.readyOrder, STALE);
  const handOver = useWriting(rewardRoutes.handOverOrder, STALE);
  const { orderId, status } = order;
  if (status !== 'ordered' && status !== 'ready') return null;
  const params = { orderId };
  return (
    <>
      <Group gap={6} wrap="nowrap">
        {status === 'ordered' ? (
          <Button size="compact-sm" loading={ready.isPending} onClick={() => ready.mutate({ params })}>
            {t('rewards.orders.ready')}
          </Button>
        ) : (
          <Button size="compact-sm" loading={handOver.isPending} onClick={() => handOver.mutate({ params })}>
            {t('rewards.orders.handOver')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => setCancelling(true)}>
          {t('rewards.orders.cancel')}
        </Button>
      </Group>
      <FailureNote failure={ready.error ?? handOver.error} />
      {cancelling && <CancelWindow order={order} onClose={() => setCancelling(false)} />}
    </>
  );
}

function CancelWindow({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const cancel = useWriting(rewardRoutes.cancelOrder, STALE);
  return (
    <ReasonWindow
      title={t('rewards.orders.cancelTitle', { code: order.code, reward: order.rewardName })}
      submit={t('rewards.orders.cancelIt')}
      why={t('rewards.orders.why')}
      hint={t('rewards.orders.whyHint')}
      reasons={CANCEL_REASONS.map((each) => [each, t(`rewards.orders.reasons.${each}`)])}
      busy={cancel.isPending}
      failure={cancel.error}
      onSubmit={(reason) =>
        cancel.mutate({ params: { orderId: order.orderId }, body: { reason } }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}
