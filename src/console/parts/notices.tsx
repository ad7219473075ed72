import { Button, CloseButton } from '@mantine/core';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import css from './notices.module.css';
import { type Notice, TellContext } from './tell.ts';

/** Says over the screen what screens that were left have come to, each once, until it is read or acted upon. */
export function Notices({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Notice[]>([]);
  const drop = useCallback(
    (text: string) => setTold((before) => before.filter((each) => each.text !== text)),
    [],
  );
  const tell = useCallback(
    (notice: Notice) => {
      drop(notice.text);
      setTold((before) => [...before, notice]);
    },
    [drop],
  );
  return (
    <TellContext value={tell}>
      {children}
      <div className={css.place} aria-live="polite">
        {told.map(({ text, open, retry }) => (
          <div key={text} className={css.notice}>
            <p>{text}</p>
            <CloseButton aria-label={t('common.close')} className={css.close} onClick={() => drop(text)} />
            <div className={css.acts}>
              {retry && (
                <Button
                  size="compact-md"
                  variant="white"
                  onClick={() => {
                    drop(text);
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
                  onClick={() => drop(text)}
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
