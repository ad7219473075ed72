// Offers and coupons on the receipt: what works here now, what can be taken for the member, and codes that they brought.
import { Button, CloseButton, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { couponCode } from '#src/contract/coupons.ts';
import { type OfferShown, tillOfferRoutes } from '#src/contract/offers-shown.ts';
import { type Quote, tillRoutes } from '#src/contract/till.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { missesGoods, OfferRow, worksHere } from './offer-row.tsx';
import css from './offers.module.css';
import type { Draft, Sale } from './till-flow.ts';
import type { Till } from './use-till.ts';

export function OffersPart({
  till,
  sale: { member, draft },
  amountMinor,
  quote,
}: {
  till: Till;
  sale: Sale;
  /** Of the receipt; null while it is not known. */
  amountMinor: number | null;
  quote: Quote | undefined;
}) {
  const { t } = useTranslation();
  const { storeId, tillId } = till;
  const { ticket } = member;
  const basket = amountMinor === null ? {} : { amountMinor };
  const offers = useQuery({
    ...reading(tillOfferRoutes.listTillOffers, { body: { ticket, storeId, tillId, ...basket } }),
    placeholderData: keepPreviousData,
  });
  const take = useWriting(tillOfferRoutes.takeTillOffer, {
    stale: [tillOfferRoutes.listTillOffers, tillRoutes.quoteReceipt],
  });
  const change = (part: Partial<Draft>) => till.dispatch({ happened: 'typed', change: part });
  const here = (offers.data?.offers ?? []).filter((each) => !each.elsewhere);
  // A coupon that is theirs stays in view, with the reason where it does not work. What needs goods does not work at a
  // till that is told a sum alone: nobody shall take it here and wait for it.
  const shown = here.filter((each) => worksHere(each) || each.state === 'taken');
  const others = here.filter((each) => !shown.includes(each));
  const { coupons = [], keepCoupons = [] } = draft;
  const keep = ({ code }: OfferShown, later: boolean) => {
    if (code === null) return;
    change({ keepCoupons: later ? [...keepCoupons, code] : keepCoupons.filter((each) => each !== code) });
  };
  return (
    <section className={css.offers} aria-label={t('till.offers.title')}>
      {shown.map((offer) => (
        <OfferRow
          key={offer.couponId ?? offer.offerId}
          offer={offer}
          kept={offer.code !== null && keepCoupons.includes(offer.code)}
          taking={take.isPending}
          onTake={() => take.mutate({ params: { offerId: offer.offerId }, body: { ticket } })}
          onKeep={(later) => keep(offer, later)}
        />
      ))}
      {coupons.map((code) => (
        <p key={code} className={css.row} role="status">
          <span>
            <b>{quote?.coupons.find((each) => each.code === code)?.title || code}</b>
            <small>{quote?.couponsLeft.find((each) => each.code === code)?.sentence ?? code}</small>
          </span>
          <CloseButton
            size="lg"
            aria-label={t('till.offers.drop', { code })}
            onClick={() => change({ coupons: coupons.filter((each) => each !== code) })}
          />
        </p>
      ))}
      <FailureNote failure={take.error} />
      <div className={css.more}>
        <CodeField onCode={(code) => change({ coupons: [...new Set([...coupons, code])] })} />
        {others.length > 0 && (
          <details>
            <summary>{t('till.offers.others', { count: others.length })}</summary>
            {others.map((offer) => (
              <p key={offer.couponId ?? offer.offerId}>
                <b>{offer.title}</b>
                <small>{missesGoods(offer) ? t('till.offers.ofGoods') : offer.why?.sentence}</small>
              </p>
            ))}
          </details>
        )}
      </div>
    </section>
  );
}

/** One line that opens when a code is to be typed; a scanner needs no field. */
function CodeField({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const add = () => {
    const read = couponCode.safeParse(typed ?? '');
    if (!read.success) return;
    onCode(read.data);
    setTyped(null);
  };
  if (typed === null)
    return (
      <Button type="button" variant="transparent" px={0} h={44} onClick={() => setTyped('')}>
        {t('till.offers.code')}
      </Button>
    );
  return (
    <div className={css.code}>
      <TextInput
        aria-label={t('till.offers.code')}
        size="lg"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The receipt itself is not accepted by it.
          event.preventDefault();
          add();
        }}
        autoComplete="off"
        autoFocus
      />
      <Button type="button" size="lg" onClick={add} disabled={!couponCode.safeParse(typed).success}>
        {t('till.offers.add')}
      </Button>
    </div>
  );
}
