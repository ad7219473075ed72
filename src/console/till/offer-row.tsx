import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OfferShown } from '#src/contract/offers-shown.ts';
import { useFormats } from '../parts/formats.ts';
import css from './offers.module.css';

/**
 * One offer on this receipt: it works by itself once it is taken, unless the member keeps it for another time. One that
 * does not work, or of which that cannot be said here because receipts are typed without their goods, says so.
 */
export function OfferRow({
  offer,
  kept,
  taking,
  onTake,
  onKeep,
}: {
  offer: OfferShown;
  kept: boolean;
  taking: boolean;
  onTake: () => void;
  onKeep: (later: boolean) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { title, savedMinor, points, state, worksNow, why } = offer;
  const brings = [
    savedMinor > 0 ? `\u2212${format.money(savedMinor)}` : '',
    points > 0 ? t('till.sale.earns', { count: points }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const unsure = missesGoods(offer);
  const says = unsure ? t('till.offers.ofGoods') : (why?.sentence ?? t(`till.offers.state.${state}`));
  const works = worksHere(offer);
  return (
    <p className={css.row} data-kept={kept} data-state={works ? state : 'unsure'}>
      <span>
        <b>{title}</b>
        <small>{kept ? t('till.offers.kept') : brings || says}</small>
      </span>
      {state === 'taken' && (worksNow || kept) && (
        <Button type="button" size="sm" variant="default" aria-pressed={kept} onClick={() => onKeep(!kept)}>
          {t(kept ? 'till.offers.use' : 'till.offers.later')}
        </Button>
      )}
      {state !== 'taken' && (
        <Button type="button" size="sm" loading={taking} onClick={onTake}>
          {t('till.offers.take')}
        </Button>
      )}
    </p>
  );
}

/** Whether it can be promised on a receipt that is typed as a sum. */
export function worksHere(offer: OfferShown): boolean {
  return offer.worksNow && (offer.savedMinor > 0 || offer.points > 0 || !missesGoods(offer));
}

/** Whether nobody can say at a till that knows no goods: there is nothing else against it. */
export function missesGoods({ ofGoods, why }: OfferShown): boolean {
  return ofGoods && (why === null || why.code === 'noLines' || why.code === 'condition');
}
