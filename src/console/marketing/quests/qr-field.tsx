import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskAsk } from './quest-draft.ts';
import { useStores } from './use-stores.ts';

/** Where the printed QR hangs; its code is made by the first save. */
export function QrField({
  ask,
  onChange,
}: {
  ask: Extract<TaskAsk, { type: 'qr' }>;
  onChange: (ask: TaskAsk) => void;
}) {
  const { t } = useTranslation();
  const stores = useStores();
  return (
    <>
      <Select
        label={t('quests.ask.qrStore')}
        data={stores}
        value={ask.storeId}
        onChange={(storeId) => onChange({ ...ask, storeId })}
        clearable
        searchable
        maw={360}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {t('quests.ask.qrHint')}
      </Text>
    </>
  );
}
