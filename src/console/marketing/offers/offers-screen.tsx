import { Button, Group, Image, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type OfferRow, offerRoutes } from '#src/contract/offers.ts';
import { picturePath } from '#src/contract/pictures.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { RuleStatus } from '../rules/rule-status.tsx';
import css from '../rules/rules-screen.module.css';
import { telling } from '../rules/told-in-language.ts';

const LOOK_EVERY_MS = 15_000;

/** Every offer with its sentence and how it is doing. */
export function OffersScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const list = useQuery({ ...telling(me, offerRoutes.listOffers, {}), refetchInterval: LOOK_EVERY_MS });
  return (
    <Page
      title={t('nav.offers')}
      actions={
        <Button component={Link} to="/offers/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('offers.new')}
        </Button>
      }
    >
      <Answer of={list}>{({ offers }) => <OfferList offers={offers} />}</Answer>
    </Page>
  );
}

function OfferList({ offers }: { offers: OfferRow[] }) {
  const { t } = useTranslation();
  if (offers.length === 0)
    return (
      <EmptyState title={t('offers.empty.title')} text={t('offers.empty.text')}>
        <Button component={Link} to="/offers/new">
          {t('offers.new')}
        </Button>
      </EmptyState>
    );
  return (
    <ul className={css.rules} aria-label={t('nav.offers')}>
      {offers.map((offer) => (
        <li key={offer.offerId}>
          <OfferCard offer={offer} />
        </li>
      ))}
    </ul>
  );
}

function OfferCard({ offer }: { offer: OfferRow }) {
  const { t } = useTranslation();
  const { number, money, day } = useFormats();
  const { numbers, stock, handedOut } = offer;
  const handed = stock === null ? number(handedOut) : `${number(handedOut)} / ${number(stock)}`;
  return (
    <article className={css.rule} data-quiet={offer.status === 'ended' || undefined}>
      <Group wrap="nowrap" align="flex-start" gap="md">
        {offer.pictureId && <Image src={picturePath(offer.pictureId)} alt="" w={96} radius="md" />}
        <div style={{ flex: 1, minWidth: 0, display: 'grid', gap: 6 }}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Link to={`/offers/${offer.offerId}`}>{offer.name}</Link>
            <RuleStatus status={offer.status} />
          </Group>
          <p>{offer.sentence || offer.title}</p>
          <Text size="sm" c="dimmed">
            {t(`offers.reach.${offer.reach}`)}
            {offer.validUntil && ` · ${t('offers.until', { day: day(offer.validUntil) })}`}
            {` · ${t('offers.counts', { handed, used: number(numbers.used), saved: money(numbers.savedMinor) })}`}
          </Text>
          {(offer.low || offer.spent) && (
            <Text size="sm" c="var(--spent)" fw={600}>
              {t(offer.spent ? 'offers.spent' : 'offers.low')}
            </Text>
          )}
          {offer.hasDraft && offer.version > 0 && offer.status !== 'ended' && (
            <Text size="sm" c="var(--spent)" fw={600}>
              {t('rules.hasDraft')}
            </Text>
          )}
        </div>
      </Group>
    </article>
  );
}
