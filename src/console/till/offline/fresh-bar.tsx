import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './kept.module.css';
import { useApp } from './use-app.ts';

/** A newer till has been put in place. It is taken by a press, or by itself when nobody is at it. */
export function FreshBar({ idle }: { idle: boolean }) {
  const { t } = useTranslation();
  const fresh = useApp(idle);
  if (!fresh || !idle) return null;
  return (
    <div className={css.bar} role="status">
      <Button fullWidth variant="light" size="md" onClick={() => window.location.reload()}>
        {t('till.app.fresh')} · {t('till.app.update')}
      </Button>
    </div>
  );
}
