import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  API_SCOPES,
  type ApiKey,
  type ApiScope,
  apiKeyRoutes,
  apiScope,
  PARTNER_API_SCOPES,
} from '#src/contract/api-keys.ts';
import { useWriting } from '../api/api-queries.ts';
import { FormWindow } from '../parts/form-window.tsx';
import { useMyStores } from '../session/session-query.ts';
import { scopeWord } from './scope-word.ts';
import { OptionalNumber } from './settings/whole-number.tsx';

const stale = [apiKeyRoutes.listApiKeys];

/** A key, new or changed: whose it is, what it may do and where. `onCreated` hears a new one's secret once. */
export function ApiKeyForm({
  apiKey,
  partnerId,
  onCreated,
  onClose,
}: {
  apiKey: ApiKey | null;
  /** Of a partner's key. */
  partnerId: string | null;
  onCreated: (secret: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const stores = useMyStores();
  const possible: readonly ApiScope[] = partnerId === null ? API_SCOPES : PARTNER_API_SCOPES;
  const [name, setName] = useState(apiKey?.name ?? '');
  const [scopes, setScopes] = useState<ApiScope[]>(
    apiKey?.scopes ??
      (partnerId === null ? ['receipts:write', 'members:read', 'balance:read'] : [...PARTNER_API_SCOPES]),
  );
  const [storeId, setStoreId] = useState<string | null>(null);
  const [dayCap, setDayCap] = useState(apiKey?.dayCap ?? null);
  const create = useWriting(apiKeyRoutes.createApiKey, { stale });
  const change = useWriting(apiKeyRoutes.changeApiKey, { stale });
  const issues = scopes.includes('points:issue');
  const save = () => {
    const body = { name, scopes, dayCap: issues ? dayCap : null };
    if (apiKey) return change.mutate({ params: { keyId: apiKey.keyId }, body }, { onSuccess: onClose });
    create.mutate(
      { body: { ...body, storeId, partnerId } },
      {
        onSuccess: ({ secret }) => {
          onClose();
          onCreated(secret);
        },
      },
    );
  };
  return (
    <FormWindow
      title={apiKey ? t('keys.change') : t('keys.new')}
      submit={apiKey ? t('common.save') : t('keys.create')}
      busy={create.isPending || change.isPending}
      ready={name.trim() !== '' && scopes.length > 0}
      failure={create.error ?? change.error}
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
          {possible.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(`keys.scope.${scopeWord(scope)}`)}
              description={scope}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      {issues && (
        <OptionalNumber
          label={t('keys.dayCap')}
          description={t('keys.dayCapHint')}
          placeholder={partnerId === null ? t('keys.capNeeded') : t('keys.noCap')}
          value={dayCap}
          onChange={setDayCap}
        />
      )}
      {!apiKey && partnerId === null && (
        <Select
          label={t('keys.store')}
          placeholder={t('staff.allStores')}
          data={stores.map((store) => ({ value: store.storeId, label: store.name }))}
          value={storeId}
          onChange={setStoreId}
          clearable
        />
      )}
    </FormWindow>
  );
}
