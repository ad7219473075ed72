import { Button, CloseButton } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { askBeforeClosing } from './ask-before-closing.ts';
import css from './notices.module.css';
import { type Notice, TellContext } from './tell.ts';

/** Says over the screen what screens that were left have come to, each once, until it is read or acted upon. */
export function Notices({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Notice[]>([]);
  const drop = useCallback(
    (key: string) => setTold((before) => before.filter((each) => keyOf(each) !== key)),
    [],
  );
  const tell = useCallback(
    (notice: Notice) => {
      drop(keyOf(notice));
      setTold((before) => [...before, notice]);
    },
    [drop],
  );
  const keepsWords = told.some(({ retry }) => retry !== undefined);
  useEffect(() => (keepsWords ? askBeforeClosing() : undefined), [keepsWords]);
  return (
    <TellContext value={tell}>
      {children}
      <div className={css.place} aria-live="polite">
        {told.map(({ text, about, open, retry }) => (
          <div key={keyOf({ text, about })} className={css.notice}>
            <p>{text}</p>
            <CloseButton
              aria-label={t('common.close')}
              className={css.close}
              onClick={() => drop(keyOf({ text, about }))}
            />
            <div className={css.acts}>
              {retry && (
                <Button
                  size="compact-md"
                  variant="white"
                  onClick={() => {
                    drop(keyOf({ text, about }));
                    retry();
                  }}
                >
                  {t('common.retry')}
                </Button>
              )}
              {open !== undefined && (
                <Button
                  size="compact-md"
                  variant="white"
                  component={Link}
                  to={open}
                  onClick={() => drop(keyOf({ text, about }))}
                >
                  {t('notice.open')}
                </Button>
              )}
            </div>
          </div>
        ))}
      </div>
    </TellContext>
  );
}

function keyOf({ text, about = '' }: Pick<Notice, 'text' | 'about'>): string {
  return `${about} ${text}`;
}
