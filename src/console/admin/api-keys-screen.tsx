import { Anchor, Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, apiKeyRoutes } from '#src/contract/api-keys.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { Confirmation } from '../parts/confirmation.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { useFormats } from '../parts/formats.ts';
import { Page, Sheet } from '../parts/page.tsx';
import { Records } from '../parts/records.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useMe } from '../session/session-query.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { scopeWord } from './scope-word.ts';

/** Keys for tills and partners that speak to the API. */
export function ApiKeysScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(apiKeyRoutes.listApiKeys, {}));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revoke = useWriting(apiKeyRoutes.revokeApiKey, { stale: [apiKeyRoutes.listApiKeys] });
  return (
    <Page
      title={t('nav.api-keys')}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
          {t('keys.new')}
        </Button>
      }
    >
      <Sheet>
        <Answer of={list}>
          {({ apiKeys }) =>
            apiKeys.length === 0 ? (
              <EmptyState title={t('keys.empty.title')} text={t('keys.empty.text')} />
            ) : (
              <KeyList apiKeys={apiKeys} onRevoke={setRevoking} />
            )
          }
        </Answer>
      </Sheet>
      <Anchor href="/api/reference" target="_blank" rel="noreferrer" size="sm">
        {t('keys.reference')}
      </Anchor>
      {making && <ApiKeyForm onCreated={setSecret} onClose={() => setMaking(false)} />}
      <ShownOnce
        title={t('keys.secretTitle')}
        text={t('keys.secretText')}
        secret={secret}
        onClose={() => setSecret(null)}
      />
      <Confirmation
        opened={revoking !== null}
        title={t('keys.revokeTitle', { name: revoking?.name ?? '' })}
        confirm={t('keys.revoke')}
        danger
        busy={revoke.isPending}
        failure={revoke.error}
        onClose={() => setRevoking(null)}
        onConfirm={() =>
          revoking &&
          revoke.mutate({ params: { keyId: revoking.keyId } }, { onSuccess: () => setRevoking(null) })
        }
      >
        {t('keys.revokeText')}
      </Confirmation>
    </Page>
  );
}

function KeyList({ apiKeys, onRevoke }: { apiKeys: ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { stores } = useMe();
  return (
    <Records
      label={t('nav.api-keys')}
      records={apiKeys}
      keyOf={({ keyId }) => keyId}
      actions={(key) =>
        key.revokedAt === null ? (
          <Button size="xs" variant="default" onClick={() => onRevoke(key)}>
            {t('keys.revoke')}
          </Button>
        ) : (
          <Badge color="red">{t('keys.revoked')}</Badge>
        )
      }
      columns={[
        { name: t('keys.name'), cell: ({ name }) => name },
        {
          name: t('keys.scopes'),
          cell: ({ scopes }) => scopes.map((scope) => t(`keys.scope.${scopeWord(scope)}`)).join(', '),
        },
        {
          name: t('keys.store'),
          cell: ({ storeId }) =>
            storeId === null
              ? t('staff.allStores')
              : (stores.find((store) => store.storeId === storeId)?.name ?? storeId),
        },
        {
          name: t('keys.lastUsed'),
          cell: ({ lastUsedAt }) => (lastUsedAt ? format.moment(lastUsedAt) : t('keys.never')),
        },
      ]}
    />
  );
}
