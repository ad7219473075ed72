import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OfferShown } from '#src/contract/offers-shown.ts';
import { useFormats } from '../parts/formats.ts';
import css from './offers.module.css';

/** One offer that works on this receipt: by itself once it is taken, unless the member keeps it for another time. */
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
  const { title, savedMinor, points, state } = offer;
  const brings = [
    savedMinor > 0 ? `\u2212${format.money(savedMinor)}` : '',
    points > 0 ? t('till.sale.earns', { count: points }) : '',
  ].filter(Boolean);
  return (
    <p className={css.row} data-kept={kept} data-state={state}>
      <span>
        <b>{title}</b>
        <small>{kept ? t('till.offers.kept') : brings.join(' · ') || t(`till.offers.state.${state}`)}</small>
      </span>
      {state === 'taken' ? (
        <Button type="button" size="sm" variant="default" aria-pressed={kept} onClick={() => onKeep(!kept)}>
          {t(kept ? 'till.offers.use' : 'till.offers.later')}
        </Button>
      ) : (
        <Button type="button" size="sm" loading={taking} onClick={onTake}>
          {t('till.offers.take')}
        </Button>
      )}
    </p>
  );
}
