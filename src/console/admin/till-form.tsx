import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Store } from '#src/contract/admin.ts';
import { useWriting } from '../api/api-queries.ts';
import { FormWindow } from '../parts/form-window.tsx';
import { STORES_STALE } from './stores-stale.ts';

/** One more till in a store. */
export function TillForm({ store, onClose }: { store: Store; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(() => t('stores.tillName', { number: store.tills.length + 1 }));
  const create = useWriting(adminRoutes.createTill, STORES_STALE);
  return (
    <FormWindow
      title={`${store.name}: ${t('stores.addTill')}`}
      submit={t('common.save')}
      busy={create.isPending}
      ready={name.trim() !== ''}
      failure={create.error}
      onSubmit={() =>
        create.mutate({ params: { storeId: store.storeId }, body: { name } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <TextInput
        label={t('stores.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={40}
        data-autofocus
      />
    </FormWindow>
  );
}
