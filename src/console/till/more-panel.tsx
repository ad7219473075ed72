import { UnstyledButton } from '@mantine/core';
import {
  IconChevronRight,
  IconCloudUpload,
  IconCreditCardOff,
  IconGift,
  IconQrcode,
  IconReportMoney,
  IconUserPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Panel } from './panel.tsx';
import css from './till.module.css';
import type { Place } from './till-places.ts';

/** What a till is asked for a few times a day. */
const CHOICES = [
  { to: 'shift', Icon: IconReportMoney },
  { to: 'reward', Icon: IconGift },
  { to: 'register', Icon: IconUserPlus },
  { to: 'cards', Icon: IconCreditCardOff },
  { to: 'kept', Icon: IconCloudUpload },
  { to: 'counter', Icon: IconQrcode },
] as const;

export function MorePanel({ onGo, onBack }: { onGo: (place: Place) => void; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('till.more.title')} onBack={onBack}>
      {CHOICES.map(({ to, Icon }) => (
        <UnstyledButton key={to} className={css.choice} onClick={() => onGo({ at: to })}>
          <Icon size={26} stroke={1.6} aria-hidden />
          <span>
            {t(`till.more.${to}`)}
            <small>{t(`till.more.${to}Hint`)}</small>
          </span>
          <IconChevronRight size={20} aria-hidden />
        </UnstyledButton>
      ))}
    </Panel>
  );
}
