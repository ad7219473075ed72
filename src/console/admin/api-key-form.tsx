import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { API_SCOPES, type ApiScope, apiKeyRoutes, apiScope } from '#src/contract/api-keys.ts';
import { useWriting } from '../api/api-queries.ts';
import { FormWindow } from '../parts/form-window.tsx';
import { useMe } from '../session/session-query.ts';
import { scopeWord } from './scope-word.ts';

/** A new key: whose it is, what it may do and where. `onCreated` hears its secret once. */
export function ApiKeyForm({
  onCreated,
  onClose,
}: {
  onCreated: (secret: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { stores } = useMe();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ApiScope[]>(['receipts:write', 'members:read', 'balance:read']);
  const [storeId, setStoreId] = useState<string | null>(null);
  const create = useWriting(apiKeyRoutes.createApiKey, { stale: [apiKeyRoutes.listApiKeys] });
  const save = () =>
    create.mutate(
      { body: { name, scopes, storeId } },
      {
        onSuccess: ({ secret }) => {
          onClose();
          onCreated(secret);
        },
      },
    );
  return (
    <FormWindow
      title={t('keys.new')}
      submit={t('keys.create')}
      busy={create.isPending}
      ready={name.trim() !== '' && scopes.length > 0}
      failure={create.error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('keys.name')}
        description={t('keys.nameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      <Checkbox.Group
        label={t('keys.scopes')}
        value={scopes}
        onChange={(next) => setScopes(apiScope.array().catch(scopes).parse(next))}
      >
        <Stack gap="xs" mt="xs">
          {API_SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(`keys.scope.${scopeWord(scope)}`)}
              description={scope}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={t('keys.store')}
        placeholder={t('staff.allStores')}
        data={stores.map((store) => ({ value: store.storeId, label: store.name }))}
        value={storeId}
        onChange={setStoreId}
        clearable
      />
    </FormWindow>
  );
}
