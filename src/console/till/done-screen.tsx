import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './outcome.module.css';

/** Whoever pressed "Done" twice must not miss the number. */
const DEAF_FOR_MS = 700;

/** Done: the whole screen is green. A tap, Enter, Esc, any scan or a while, and the next card's turn. */
export function DoneScreen({
  spoken,
  goesAfterMs,
  onDone,
  children,
}: {
  /** All of it as one sentence, for a screen reader. */
  spoken: string;
  goesAfterMs: number;
  onDone: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const done = useEffectEvent(onDone);
  const shownAt = useRef(Number.POSITIVE_INFINITY);
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
      data-takes-escape
      onClick={press}
      onKeyDown={(event) => event.key === 'Escape' && press()}
      aria-label={spoken}
    >
      <IconCheck size={56} stroke={2.4} aria-hidden />
      {children}
      <span className={css.hint}>{t('till.outcome.next')}</span>
      <span className={css.clock} style={{ animationDuration: `${goesAfterMs}ms` }} aria-hidden />
    </button>
  );
}
