import { Button, Group, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CANCEL_REASONS, type Order, rewardRoutes } from '#src/contract/rewards.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { FormWindow } from '../../parts/form-window.tsx';

const STALE = { stale: [rewardRoutes.findOrders, rewardRoutes.listRewards] };

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
  const [reason, setReason] = useState<(typeof CANCEL_REASONS)[number]>('sold_out');
  const cancel = useWriting(rewardRoutes.cancelOrder, STALE);
  return (
    <FormWindow
      title={t('rewards.orders.cancelTitle', { code: order.code, reward: order.rewardName })}
      submit={t('rewards.orders.cancel')}
      busy={cancel.isPending}
      failure={cancel.error}
      onSubmit={() =>
        cancel.mutate({ params: { orderId: order.orderId }, body: { reason } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <Radio.Group
        label={t('rewards.orders.why')}
        description={t('rewards.orders.whyHint')}
        value={reason}
        onChange={(next) => setReason(CANCEL_REASONS.find((each) => each === next) ?? 'other')}
      >
        <Stack gap="xs" mt="xs">
          {CANCEL_REASONS.map((each) => (
            <Radio key={each} value={each} label={t(`rewards.orders.reasons.${each}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </FormWindow>
  );
}
