import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { holdingRoutes } from '#src/contract/member-holdings.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import type { Order } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { OrderActions } from '../../marketing/rewards/order-actions.tsx';
import { OrderStatus } from '../../marketing/rewards/order-status.tsx';
import { Answer } from '../../parts/answer.tsx';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { useFormats } from '../../parts/formats.ts';
import css from '../members-screen.module.css';
import { Part } from './part.tsx';

/** Rewards that a member has ordered; staff make one ready, hand it over or call it off right here. */
export function OrdersPart({ memberId }: { memberId: string }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const list = useQuery(reading(holdingRoutes.listOrders, { params: { memberId } }));
  const points = useQuery(reading(pointsRoutes.readPoints, { params: { memberId } }));
  const priceOf = ({ currency, price }: Order) =>
    price === 0
      ? t('holdings.orders.free')
      : words.count(
          points.data?.accounts.find((each) => each.currency === currency),
          price,
        );
  return (
    <Answer of={list}>
      {({ orders }) => (
        <Part
          title={t('rewards.orders.title')}
          empty={orders.length === 0}
          nothing={t('holdings.orders.none')}
        >
          {orders.map((order) => (
            <OrderLine key={order.orderId} order={order} price={priceOf(order)} />
          ))}
        </Part>
      )}
    </Answer>
  );
}

function OrderLine({ order, price }: { order: Order; price: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { status, code, rewardName, stores, orderedAt, pickUpUntil, settledAt, settledBy, reason } = order;
  const isOpen = status === 'ordered' || status === 'ready';
  const told = [
    t('holdings.orders.code', { code }),
    price,
    stores.join(', ') || t('rewards.everyStore'),
    t('holdings.orders.ordered', { moment: format.moment(orderedAt) }),
    isOpen &&
      pickUpUntil &&
      t('holdings.orders.until', { day: format.day(new Date(Date.parse(pickUpUntil) - 1).toISOString()) }),
    settledAt && `${format.moment(settledAt)}${settledBy ? `, ${settledBy}` : ''}`,
    reason && t(`rewards.orders.reasons.${reason}`),
  ];
  return (
    <li className={css.holding}>
      <div>
        <span>
          {rewardName}
          <small>{told.filter(Boolean).join(' · ')}</small>
        </span>
        <OrderStatus status={status} />
      </div>
      {isOpen && <OrderActions order={order} />}
    </li>
  );
}
