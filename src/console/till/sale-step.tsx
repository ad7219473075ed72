import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { tillRoutes } from '#src/contract/till.ts';
import { reading } from '../api/api-queries.ts';
import { useConnected } from '../api/connection.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';
import { useEscape } from '../parts/use-escape.ts';
import { useMe } from '../session/session-query.ts';
import { BurnChoice } from './burn-choice.tsx';
import { LostAnswer } from './lost-answer.tsx';
import { MemberCard } from './member-card.tsx';
import { OffersPart } from './offers-part.tsx';
import saleCss from './sale.module.css';
import { SaleFields } from './sale-fields.tsx';
import { couponsOf, leftToPay, readSale } from './sale-input.ts';
import css from './till.module.css';
import type { Sale } from './till-flow.ts';
import type { Till } from './use-till.ts';

const QUOTE_AFTER_MS = 200;

/** The receipt's number and sum, what it earns, and how much of it points shall pay. */
export function SaleStep({ till, sale }: { till: Till; sale: Sale }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { shop } = useMe();
  const connected = useConnected();
  useEscape(till.leave);
  const amountField = useRef<HTMLInputElement>(null);
  const { member, draft, changed } = sale;
  const read = readSale(draft);
  const [asked] = useDebouncedValue(read.amountMinor, QUOTE_AFTER_MS);
  const quote = useQuery({
    ...reading(tillRoutes.quoteReceipt, {
      body: {
        ticket: member.ticket,
        storeId: till.storeId,
        tillId: till.tillId,
        amountMinor: asked ?? 1,
        ...couponsOf(draft),
      },
    }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  });
  const known = asked === null || read.amountMinor === null ? undefined : quote.data;
  // What is shown of another sum is not of this one, nor what was counted before something changed.
  const isOfThis = asked === read.amountMinor && !quote.isPlaceholderData && !quote.isError;
  const exact = isOfThis ? known : undefined;
  // What a coupon takes off is told with the coupon.
  const brings =
    exact?.brings.filter(
      ({ kind, words }) =>
        kind !== 'discount' || !exact.coupons.some(({ title }) => title !== '' && words.includes(title)),
    ) ?? [];
  const burn = read.burn ?? 0;
  const tooMuch = known !== undefined && burn > known.maximumBurn;
  const complete = read.receiptNumber !== null && read.amountMinor !== null && read.burn !== null && !tooMuch;
  const accepting = till.busy === 'accepting';
  const change = (part: Partial<typeof draft>) => till.dispatch({ happened: 'typed', change: part });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (complete) void till.accept();
    else if (read.amountMinor === null) amountField.current?.focus();
  };
  const pay =
    read.amountMinor === null
      ? null
      : leftToPay({
          amountMinor: exact?.toPayMinor ?? read.amountMinor,
          burn,
          pointValueMinor: known?.pointValueMinor ?? shop.pointValueMinor,
        });
  return (
    <form onSubmit={submit} className={saleCss.sale}>
      <MemberCard member={member} changed={changed} onLeave={till.leave} />
      <SaleFields draft={draft} onChange={change} amountField={amountField} />
      {connected ? (
        <BurnChoice
          member={member}
          quote={known}
          draft={draft}
          onBurn={(points) => change({ burn: points })}
        />
      ) : (
        <p className={css.quiet}>{t('till.offline.noBurn')}</p>
      )}
      {connected && <OffersPart till={till} sale={sale} amountMinor={asked} quote={exact} />}
      {exact && brings.length > 0 && (
        <ul className={saleCss.brings} aria-live="polite">
          {brings.map(({ kind, words }) => (
            <li key={words} data-kind={kind}>
              {words}
            </li>
          ))}
        </ul>
      )}
      {connected && quote.isError && (
        <FailureNote failure={quote.error} onRetry={() => void quote.refetch()} />
      )}
      {till.noAnswer === 'accepting' && (
        <LostAnswer text={t('till.offline.burnNow')} onRetry={() => void till.accept()}>
          <Button size="md" mt="sm" fullWidth variant="default" onClick={() => change({ burn: '' })}>
            {t('till.offline.without')}
          </Button>
        </LostAnswer>
      )}
      <div className={saleCss.finish}>
        {pay !== null && (
          <p className={saleCss.total} aria-live="polite">
            <span>{t('till.sale.pay', { sum: format.money(pay) })}</span>
            {exact && earned(exact.earn, pay, exact.toPayMinor) > 0 && (
              <b className={css.earned}>
                {t('till.sale.earns', { count: earned(exact.earn, pay, exact.toPayMinor) })}
              </b>
            )}
          </p>
        )}
        <Button type="submit" size="xl" h={64} fullWidth disabled={!complete} loading={accepting}>
          {burn > 0 && member.proof === 'number' ? t('till.sale.ask') : t('till.sale.done')}
        </Button>
      </div>
    </form>
  );
}

/** Points are earned on what is paid in money. The server counts; this says beforehand what it will be, to a point. */
function earned(whole: number, payMinor: number, amountMinor: number): number {
  return amountMinor > 0 ? Math.floor((whole * payMinor) / amountMinor) : 0;
}
