import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Order } from '#src/contract/rewards.ts';

const COLOURS: Record<Order['status'], string> = {
  ordered: 'yellow',
  ready: 'brand',
  handed_over: 'gray',
  undone: 'gray',
  cancelled: 'orange',
  expired: 'orange',
};

export function OrderStatus({ status }: Pick<Order, 'status'>) {
  const { t } = useTranslation();
  return (
    <Badge color={COLOURS[status]} style={{ flexShrink: 0 }}>
      {t(`rewards.orders.status.${status}`)}
    </Badge>
  );
}
