import { useTranslation } from 'react-i18next';
import type { AcceptedReceipt } from '#src/contract/till.ts';
import { type Formats, useFormats } from '../parts/formats.ts';
import { DoneScreen } from './done-screen.tsx';
import css from './outcome.module.css';
import type { TillState } from './till-flow.ts';

const GOES_AFTER_MS = 8000;
/** There is more to read, and a gift to hand over. */
const GOES_AFTER_MORE_MS = 20_000;

/** A receipt is booked: the number, what else it brings, and what is left to pay. */
export function OutcomeStep({
  accepted,
  onDone,
}: {
  accepted: TillState & { step: 'accepted' };
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { receipt } = accepted;
  const { payMinor } = receipt;
  const brings = [...receipt.brings, ...couponLines(receipt, format)];
  const spoken = [
    receipt.words,
    ...brings.map(({ words }) => words),
    `${t('till.outcome.pay')}: ${format.money(payMinor)}`,
  ].join(' ');
  const goesAfterMs = brings.length > 0 ? GOES_AFTER_MORE_MS : GOES_AFTER_MS;
  return (
    <DoneScreen spoken={spoken} goesAfterMs={goesAfterMs} onDone={onDone}>
      <span className={css.numbers} aria-hidden>
        {receipt.burnt > 0 && <b>{format.signed(-receipt.burnt)}</b>}
        {(receipt.earned > 0 || receipt.burnt === 0) && (
          <b data-second={receipt.burnt > 0 || undefined}>{format.signed(receipt.earned)}</b>
        )}
      </span>
      <span className={css.words}>{t('till.outcome.balance', { count: receipt.balance })}</span>
      {brings.length > 0 && (
        <span className={css.brings}>
          {brings.map(({ kind, words }) => (
            <span key={words} data-kind={kind}>
              {words}
            </span>
          ))}
        </span>
      )}
      <span className={css.pay}>
        <small>{t('till.outcome.pay')}</small>
        {format.money(payMinor)}
      </span>
      {receipt.replayed && <span className={css.note}>{t('till.outcome.replayed')}</span>}
    </DoneScreen>
  );
}

/** Coupons that worked, where the lines of the receipt do not name them already, and those that did not, with why. */
function couponLines(
  { brings, coupons, couponsLeft }: AcceptedReceipt,
  format: Formats,
): { kind: 'coupon' | 'trimmed'; words: string }[] {
  const told = brings.map(({ words }) => words).join('\n');
  const used = coupons.filter(({ title }) => title === '' || !told.includes(title));
  return [
    ...used.map(({ title, code, savedMinor, points }) => {
      const what = savedMinor > 0 ? `\u2212${format.money(savedMinor)}` : format.signed(points);
      return { kind: 'coupon' as const, words: `${title || code}: ${what}` };
    }),
    ...couponsLeft.map(({ title, code, sentence }) => ({
      kind: 'trimmed' as const,
      words: `${title || code}: ${sentence}`,
    })),
  ];
}
