import { Button, CloseButton } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { askBeforeClosing } from './ask-before-closing.ts';
import css from './notices.module.css';
import { type Notice, TellContext } from './tell.ts';
import { useEscape } from './use-escape.ts';

/**
 * Says over the screen what screens that were left have come to, each once, until it is read or acted upon. Esc closes the
 * newest; one that keeps words is only led to by it, and closed where it has the focus.
 */
export function Notices({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [told, setTold] = useState<Notice[]>([]);
  const place = useRef<HTMLElement>(null);
  /** What had the focus before it came to the notices. */
  const before = useRef<Element | null>(null);
  const drop = useCallback(
    (key: string) => setTold((shown) => shown.filter((each) => keyOf(each) !== key)),
    [],
  );
  const tell = useCallback(
    (notice: Notice) => {
      drop(keyOf(notice));
      setTold((shown) => [...shown, notice]);
    },
    [drop],
  );
  const keepsWords = told.some(({ retry }) => retry !== undefined);
  useEffect(() => (keepsWords ? askBeforeClosing() : undefined), [keepsWords]);

  /** A notice that goes hands its focus to the newest that stays, or back to where it came from. */
  function close(notice: Notice): void {
    const cards = [...(place.current?.children ?? [])];
    const going = cards[told.indexOf(notice)];
    if (going?.contains(document.activeElement)) {
      const next = firstWay(cards.findLast((card) => card !== going));
      const back = before.current?.isConnected ? before.current : place.current;
      const to = next ?? back;
      if (to instanceof HTMLElement) to.focus({ preventScroll: true });
    }
    drop(keyOf(notice));
  }
  useEscape(() => {
    const newest = told.at(-1);
    const card = place.current?.lastElementChild;
    if (!newest || !card) return;
    if (newest.retry && !card.contains(document.activeElement)) firstWay(card)?.focus();
    else close(newest);
  }, 'notice');
  return (
    <TellContext value={tell}>
      <section
        ref={place}
        className={css.place}
        aria-label={t('notice.place')}
        aria-live="polite"
        tabIndex={-1}
        data-at-till={pathname === '/till' || undefined}
        onFocus={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget;
        }}
      >
        {told.map((notice) => (
          <div key={keyOf(notice)} className={css.notice} data-notice>
            <p>{notice.text}</p>
            <CloseButton
              aria-label={t('common.close')}
              className={css.close}
              data-harmless={notice.retry ? undefined : true}
              onClick={() => close(notice)}
            />
            <Acts notice={notice} onActed={() => close(notice)} />
          </div>
        ))}
      </section>
      {children}
    </TellContext>
  );
}

function Acts({ notice, onActed }: { notice: Notice; onActed: () => void }) {
  const { t } = useTranslation();
  const { open, openWords, retry, back } = notice;
  return (
    <div className={css.acts}>
      {back && (
        <Button
          size="compact-md"
          variant="white"
          onClick={() => {
            onActed();
            back.act();
          }}
        >
          {back.label}
        </Button>
      )}
      {retry && (
        <Button
          size="compact-md"
          variant="white"
          data-harmless
          onClick={() => {
            onActed();
            retry();
          }}
        >
          {t('common.retry')}
        </Button>
      )}
      {open !== undefined && (
        <Button size="compact-md" variant="white" component={Link} to={open} onClick={onActed}>
          {openWords ?? t('notice.open')}
        </Button>
      )}
    </div>
  );
}

/** The button of a notice that loses nothing: it closes one that only tells, and tries again what one keeps. */
function firstWay(card: Element | undefined): HTMLButtonElement | undefined {
  return card?.querySelector<HTMLButtonElement>('button[data-harmless]') ?? undefined;
}

function keyOf({ text, about = '' }: Pick<Notice, 'text' | 'about'>): string {
  return `${about} ${text}`;
}
