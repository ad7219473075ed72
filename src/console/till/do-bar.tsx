import { UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconDots, IconRotate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './till.module.css';
import type { Place } from './till-places.ts';

const DOINGS = [
  { to: 'return', Icon: IconArrowBackUp },
  { to: 'undo', Icon: IconRotate },
  { to: 'more', Icon: IconDots },
] as const;

/** The three buttons of a till, within reach of the thumb. */
export function DoBar({ onGo }: { onGo: (place: Place) => void }) {
  const { t } = useTranslation();
  return (
    <nav className={css.doBar} aria-label={t('till.do.label')}>
      {DOINGS.map(({ to, Icon }) => (
        <UnstyledButton key={to} className={css.doing} onClick={() => onGo({ at: to })}>
          <Icon size={26} stroke={1.6} aria-hidden />
          {t(`till.do.${to}`)}
        </UnstyledButton>
      ))}
    </nav>
  );
}
