import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Store } from '#src/contract/admin.ts';
import { useWriting } from '../api/api-queries.ts';
import { FormWindow } from '../parts/form-window.tsx';
import { ApiCode } from './api-code.tsx';

const FIELDS = ['name', 'city', 'address'] as const;

/** A store's name and place: a new one, or another spelling. */
export function StoreForm({ store, onClose }: { store: Store | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState({
    name: store?.name ?? '',
    city: store?.city ?? '',
    address: store?.address ?? '',
  });
  const stale = [adminRoutes.listStores];
  const create = useWriting(adminRoutes.createStore, { stale });
  const change = useWriting(adminRoutes.changeStore, { stale });
  const save = () => {
    if (store) change.mutate({ params: { storeId: store.storeId }, body: fields }, { onSuccess: onClose });
    else create.mutate({ body: fields }, { onSuccess: onClose });
  };
  return (
    <FormWindow
      title={store ? store.name : t('stores.new')}
      submit={t('common.save')}
      busy={create.isPending || change.isPending}
      ready={FIELDS.every((field) => fields[field].trim() !== '')}
      failure={create.error ?? change.error}
      onSubmit={save}
      onClose={onClose}
    >
      {FIELDS.map((field, i) => (
        <TextInput
          key={field}
          label={t(`stores.${field}`)}
          value={fields[field]}
          onChange={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
          data-autofocus={i === 0 || undefined}
        />
      ))}
      {store && (
        <div>
          <ApiCode code={store.storeId} />
          {store.tills.map(({ tillId, name }) => (
            <ApiCode key={tillId} of={name} code={tillId} />
          ))}
        </div>
      )}
    </FormWindow>
  );
}
