import { Badge, Button, Tabs } from '@mantine/core';
import { IconGift, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { picturePath } from '#src/contract/pictures.ts';
import { type Reward, rewardRoutes } from '#src/contract/rewards.ts';
import type { ReplyOf } from '#src/contract/route.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page } from '../../parts/page.tsx';
import { OrdersPart } from './orders-part.tsx';
import { useRewardName } from './reward-words.ts';
import css from './rewards.module.css';

export type Catalogue = ReplyOf<typeof rewardRoutes.listRewards>;

/** The catalogue with what became of it, and the orders. */
export function RewardsScreen() {
  const { t } = useTranslation();
  const { tab = 'catalogue' } = useParams();
  const navigate = useNavigate();
  const list = useQuery(reading(rewardRoutes.listRewards, {}));
  const open = list.data?.rewards.reduce((sum, each) => sum + each.counts.open, 0) ?? 0;
  return (
    <Page
      title={t('nav.rewards')}
      actions={
        <Button component={Link} to="/rewards/edit/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('rewards.new')}
        </Button>
      }
    >
      <Tabs
        value={tab === 'orders' ? 'orders' : 'catalogue'}
        onChange={(next) => void navigate(next === 'orders' ? '/rewards/orders' : '/rewards')}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="catalogue">{t('rewards.catalogue')}</Tabs.Tab>
          <Tabs.Tab value="orders" rightSection={open > 0 ? <Badge size="sm">{open}</Badge> : undefined}>
            {t('rewards.orders.title')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="catalogue">
          <Answer of={list}>{(catalogue) => <Cards {...catalogue} />}</Answer>
        </Tabs.Panel>
        <Tabs.Panel value="orders">
          <Answer of={list}>{(catalogue) => <OrdersPart catalogue={catalogue} />}</Answer>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Cards({ rewards, currencies, fallback }: Catalogue) {
  const { t } = useTranslation();
  if (rewards.length === 0)
    return (
      <EmptyState title={t('rewards.empty.title')} text={t('rewards.empty.text')}>
        <Button component={Link} to="/rewards/edit/new">
          {t('rewards.new')}
        </Button>
      </EmptyState>
    );
  return (
    <ul className={css.cards} aria-label={t('rewards.catalogue')}>
      {rewards.map((reward) => (
        <li key={reward.rewardId}>
          <RewardCard reward={reward} currencies={currencies} fallback={fallback} />
        </li>
      ))}
    </ul>
  );
}

function RewardCard({
  reward,
  currencies,
  fallback,
}: { reward: Reward } & Pick<Catalogue, 'currencies' | 'fallback'>) {
  const { t } = useTranslation();
  const format = useFormats();
  const nameOf = useRewardName(fallback);
  const { status, stock, counts, pictureId, price } = reward;
  const word = currencies.find((each) => each.currency === reward.currency)?.name ?? reward.currency;
  return (
    <Link
      to={`/rewards/edit/${reward.rewardId}`}
      className={css.card}
      data-dim={status !== 'on' || undefined}
    >
      <span className={css.picture}>
        {pictureId ? (
          <img className={css.cover} src={picturePath(pictureId)} alt="" loading="lazy" />
        ) : (
          <IconGift size={54} stroke={1.2} aria-hidden />
        )}
      </span>
      <span className={css.words}>
        <b>{nameOf(reward.names)}</b>
        <span className={css.price}>
          {format.number(price)} {word}
        </span>
        <span className={css.small}>
          {stock === null ? t('rewards.endless') : t('rewards.left', { count: stock })}
          {status !== 'on' && ` · ${t(`rewards.status.${status}`)}`}
        </span>
        <span className={css.small}>
          {t('rewards.handedOver', { number: format.number(counts.handedOver) })}
          {counts.open > 0 && ` · ${t('rewards.waiting', { number: format.number(counts.open) })}`}
        </span>
      </span>
    </Link>
  );
}
