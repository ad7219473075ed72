import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconCloudUpload, IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './kept.module.css';
import type { Kept } from './use-kept.ts';

/** Says calmly that there is no network, and what waits for it. Nothing while all is well. */
export function KeptBar({ kept, onLook }: { kept: Kept; onLook: () => void }) {
  const { t } = useTranslation();
  const { connected, waiting, refused } = kept;
  if (connected && waiting === 0 && refused === 0) return null;
  const words = !connected
    ? waiting > 0
      ? t('till.offline.barWaiting', { count: waiting })
      : t('till.offline.bar')
    : waiting > 0
      ? t('till.offline.sending', { count: waiting })
      : t('till.offline.refused', { count: refused });
  const Icon = !connected ? IconWifiOff : waiting > 0 ? IconCloudUpload : IconAlertTriangle;
  return (
    <div className={css.bar} role="status">
      <UnstyledButton
        className={css.say}
        data-tone={connected && waiting === 0 ? 'look' : 'calm'}
        onClick={onLook}
      >
        <Icon size={20} aria-hidden />
        <span>{words}</span>
        <IconChevronRight size={18} aria-hidden />
      </UnstyledButton>
    </div>
  );
}
