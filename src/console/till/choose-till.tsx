import { Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMyStores } from '../session/session-query.ts';
import type { ChosenTill } from './chosen-till.ts';
import css from './till.module.css';

/** Where am I? Asked once on a device. */
export function ChooseTill({ onChoose }: { onChoose: (till: ChosenTill) => void }) {
  const { t } = useTranslation();
  const stores = useMyStores();
  return (
    <main className={css.column}>
      <Stack gap="lg">
        <div>
          <Title order={1}>{t('till.choose.title')}</Title>
          <Text c="dimmed">{t(stores.length > 0 ? 'till.choose.text' : 'till.choose.none')}</Text>
        </div>
        {stores.map((store) => (
          <section key={store.storeId} aria-label={store.name}>
            <Title order={2} size="h4">
              {store.name}
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
              {store.city}, {store.address}
            </Text>
            <Stack gap="xs">
              {store.tills.map((till) => (
                <UnstyledButton
                  key={till.tillId}
                  className={css.option}
                  onClick={() => onChoose({ storeId: store.storeId, tillId: till.tillId })}
                >
                  {till.name}
                  <IconChevronRight size={20} aria-hidden />
                </UnstyledButton>
              ))}
            </Stack>
          </section>
        ))}
      </Stack>
    </main>
  );
}
