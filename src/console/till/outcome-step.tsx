import { IconCheck } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../parts/formats.ts';
import css from './outcome.module.css';
import type { TillState } from './till-flow.ts';

const GOES_AFTER_MS = 8000;
/** There is more to read, and a gift to hand over. */
const GOES_AFTER_MORE_MS = 20_000;
/** Whoever pressed "Done" twice must not miss the number. */
const DEAF_FOR_MS = 700;

/** Done: the whole screen is green and says the number. A tap, any scan, Enter or a while, and the next card's turn. */
export function OutcomeStep({
  accepted,
  onDone,
}: {
  accepted: TillState & { step: 'accepted' };
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const button = useRef<HTMLButtonElement>(null);
  const done = useEffectEvent(onDone);
  const shownAt = useRef(Number.POSITIVE_INFINITY);
  const { receipt } = accepted;
  const { payMinor } = receipt;
  const goesAfterMs = receipt.brings.length > 0 ? GOES_AFTER_MORE_MS : GOES_AFTER_MS;
  const press = () => {
    if (performance.now() - shownAt.current > DEAF_FOR_MS) onDone();
  };
  useEffect(() => {
    button.current?.focus();
    shownAt.current = performance.now();
    const timer = setTimeout(() => done(), goesAfterMs);
    return () => clearTimeout(timer);
  }, [goesAfterMs]);
  return (
    <button
      type="button"
      ref={button}
      className={css.screen}
      data-tone="good"
      onClick={press}
      aria-label={[
        receipt.words,
        ...receipt.brings.map(({ words }) => words),
        `${t('till.outcome.pay')}: ${format.money(payMinor)}`,
      ].join(' ')}
    >
      <IconCheck size={56} stroke={2.4} aria-hidden />
      <span className={css.numbers} aria-hidden>
        {receipt.burnt > 0 && <b>{format.signed(-receipt.burnt)}</b>}
        {(receipt.earned > 0 || receipt.burnt === 0) && (
          <b data-second={receipt.burnt > 0 || undefined}>{format.signed(receipt.earned)}</b>
        )}
      </span>
      <span className={css.words}>{t('till.outcome.balance', { count: receipt.balance })}</span>
      {receipt.brings.length > 0 && (
        <span className={css.brings}>
          {receipt.brings.map(({ kind, words }) => (
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
      <span className={css.hint}>{t('till.outcome.next')}</span>
      <span className={css.clock} style={{ animationDuration: `${goesAfterMs}ms` }} aria-hidden />
    </button>
  );
}
