import { Anchor, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { ORDER_STATUSES, type Order, rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { type Column, Records } from '../../parts/records.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderStatus } from './order-status.tsx';
import { useRewardName } from './reward-words.ts';
import type { Catalogue } from './rewards-screen.tsx';

const LOOK_EVERY_MS = 15_000;
const STATES = ['open', ...ORDER_STATUSES] as const;
type State = (typeof STATES)[number];

/** Orders of all members: found by state, reward, or the code that somebody at the counter says. */
export function OrdersPart({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation();
  const nameOf = useRewardName(catalogue.fallback);
  const [asked] = useSearchParams();
  const [status, setStatus] = useState<State | null>(
    STATES.find((each) => each === asked.get('status')) ?? 'open',
  );
  const [rewardId, setRewardId] = useState<string | null>(asked.get('reward'));
  const [typed, setTyped] = useState('');
  const [code] = useDebouncedValue(typed.trim(), 250);
  const [befores, setBefores] = useState<string[]>([]);
  const query = {
    // Whoever types a code wants that order, whatever became of it.
    ...(code ? { code } : { ...(status ? { status } : {}), ...(rewardId ? { rewardId } : {}) }),
    ...(befores.length > 0 ? { before: befores.at(-1) } : {}),
  };
  const list = useQuery({
    ...reading(rewardRoutes.findOrders, { query }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <Sheet>
      <Group gap="sm" mb="md">
        <TextInput
          aria-label={t('rewards.orders.code')}
          placeholder={t('rewards.orders.code')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={18} aria-hidden />}
          flex="1 1 180px"
          maw={{ base: '100%', sm: 260 }}
        />
        <Select
          aria-label={t('rewards.orders.state')}
          placeholder={t('rewards.orders.anyState')}
          data={STATES.map((each) => ({ value: each, label: t(`rewards.orders.status.${each}`) }))}
          value={status}
          clearable
          onChange={(next) => {
            setStatus(STATES.find((each) => each === next) ?? null);
            setBefores([]);
          }}
          flex="1 1 170px"
          maw={{ base: '100%', sm: 230 }}
        />
        <Select
          aria-label={t('rewards.orders.reward')}
          placeholder={t('rewards.orders.anyReward')}
          data={catalogue.rewards.map((each) => ({ value: each.rewardId, label: nameOf(each.names) }))}
          value={rewardId}
          clearable
          searchable
          onChange={(next) => {
            setRewardId(next);
            setBefores([]);
          }}
          flex="1 1 190px"
          maw={{ base: '100%', sm: 280 }}
        />
      </Group>
      <Answer of={list}>
        {({ orders, more }) => (
          <>
            {orders.length === 0 ? (
              <EmptyState title={t('rewards.orders.empty.title')} text={t('rewards.orders.empty.text')} />
            ) : (
              <OrderList orders={orders} />
            )}
            <Group mt="md" gap="sm">
              {befores.length > 0 && (
                <Button variant="default" size="sm" onClick={() => setBefores(befores.slice(0, -1))}>
                  {t('rewards.orders.newer')}
                </Button>
              )}
              {more && (
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => setBefores([...befores, orders.at(-1)?.orderedAt ?? ''])}
                >
                  {t('rewards.orders.older')}
                </Button>
              )}
            </Group>
          </>
        )}
      </Answer>
    </Sheet>
  );
}

function OrderList({ orders }: { orders: Order[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const columns: Column<Order>[] = [
    { name: t('rewards.orders.code'), cell: ({ code }) => <b>{code}</b> },
    { name: t('rewards.orders.what'), cell: ({ rewardName }) => rewardName },
    {
      name: t('rewards.orders.who'),
      cell: ({ shownName, memberId }) => (
        <Anchor component={Link} to={`/members/${memberId}`} inherit>
          {shownName || '–'}
        </Anchor>
      ),
    },
    {
      name: t('rewards.orders.state'),
      cell: ({ status, reason }) => (
        <>
          <OrderStatus status={status} />
          {reason && (
            <Text size="xs" c="dimmed">
              {t(`rewards.orders.reasons.${reason}`)}
            </Text>
          )}
        </>
      ),
    },
    {
      name: t('rewards.orders.where'),
      cell: ({ stores }) => (stores.length === 0 ? t('rewards.everyStore') : stores.join(', ')),
    },
    { name: t('rewards.orders.when'), cell: ({ orderedAt }) => format.moment(orderedAt) },
    {
      name: t('rewards.orders.until'),
      cell: ({ pickUpUntil }) =>
        pickUpUntil ? format.day(new Date(Date.parse(pickUpUntil) - 1).toISOString()) : '–',
    },
  ];
  return (
    <Records
      label={t('rewards.orders.title')}
      columns={columns}
      records={orders}
      keyOf={({ orderId }) => orderId}
      actions={(order) => <OrderActions order={order} />}
    />
  );
}
