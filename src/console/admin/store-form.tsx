import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Store } from '#src/contract/admin.ts';
import { useWriting } from '../api/api-queries.ts';
import { FormWindow } from '../parts/form-window.tsx';
import { ApiCode } from './api-code.tsx';
import { readPlace, writePlace } from './read-place.ts';
import { STORES_STALE } from './stores-stale.ts';

const FIELDS = ['name', 'city', 'address'] as const;

/** A store's name and place: a new one, or another spelling. */
export function StoreForm({ store, onClose }: { store: Store | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState({
    name: store?.name ?? '',
    city: store?.city ?? '',
    address: store?.address ?? '',
  });
  const [written, setWritten] = useState(writePlace(store?.place ?? null));
  const place = readPlace(written);
  const create = useWriting(adminRoutes.createStore, STORES_STALE);
  const change = useWriting(adminRoutes.changeStore, STORES_STALE);
  const save = () => {
    if (place === undefined) return;
    const body = { ...fields, place };
    if (store) change.mutate({ params: { storeId: store.storeId }, body }, { onSuccess: onClose });
    else create.mutate({ body }, { onSuccess: onClose });
  };
  return (
    <FormWindow
      title={store ? store.name : t('stores.new')}
      submit={t('common.save')}
      busy={create.isPending || change.isPending}
      ready={place !== undefined && FIELDS.every((field) => fields[field].trim() !== '')}
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
      <TextInput
        label={t('stores.place')}
        description={t('stores.placeWhy')}
        placeholder="50.4478, 30.5223"
        inputMode="text"
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
        error={place === undefined ? t('stores.noPlace') : undefined}
      />
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
