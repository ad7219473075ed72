import { ActionIcon } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../parts/mark.tsx';
import { PersonMenu } from '../parts/person-menu.tsx';
import { useMe } from '../session/session-query.ts';
import type { ChosenTill } from './chosen-till.ts';
import { useSound } from './signals.ts';
import css from './till.module.css';

/** Above everything: which shop, store and till this is. */
export function TillBar({ chosen, onLeave }: { chosen: ChosenTill | null; onLeave: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const sound = useSound();
  const store = me.stores.find(({ storeId }) => storeId === chosen?.storeId);
  const till = store?.tills.find(({ tillId }) => tillId === chosen?.tillId);
  const place = store && till ? `${store.name} · ${till.name}` : null;
  return (
    <header className={css.bar}>
      <Mark size={34} />
      <div className={css.place}>
        <strong>{me.shop.name}</strong>
        {place && (
          <button
            type="button"
            className={css.change}
            onClick={onLeave}
            aria-label={t('till.changeTill', { place })}
          >
            {place}
          </button>
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={44}
        onClick={() => sound.turn(!sound.on)}
        aria-pressed={sound.on}
        aria-label={t('till.sound')}
        title={t('till.sound')}
      >
        {sound.on ? <IconVolume aria-hidden /> : <IconVolumeOff aria-hidden />}
      </ActionIcon>
      <PersonMenu />
    </header>
  );
}
