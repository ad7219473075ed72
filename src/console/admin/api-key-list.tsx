// API keys with what can be done to each: other rights, a new secret, taking it back.
import { Badge, Menu, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, apiKeyRoutes } from '#src/contract/api-keys.ts';
import { useWriting } from '../api/api-queries.ts';
import { Confirmation } from '../parts/confirmation.tsx';
import { FormWindow } from '../parts/form-window.tsx';
import { useFormats } from '../parts/formats.ts';
import { type Column, Records } from '../parts/records.tsx';
import { RowMenu } from '../parts/row-menu.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useMyStores } from '../session/session-query.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { scopeWord } from './scope-word.ts';

const stale = [apiKeyRoutes.listApiKeys];

export function ApiKeyList({
  apiKeys,
  partnerName,
}: {
  apiKeys: ApiKey[];
  /** Left out where all are of one partner. */
  partnerName?: (partnerId: string) => string;
}) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<ApiKey | null>(null);
  const [rotating, setRotating] = useState<ApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useWriting(apiKeyRoutes.revokeApiKey, { stale });
  const columns = useColumns(partnerName);
  return (
    <>
      <Records
        label={t('nav.api-keys')}
        records={apiKeys}
        keyOf={({ keyId }) => keyId}
        columns={columns}
        actions={(key) =>
          key.revokedAt === null ? (
            <RowMenu label={t('keys.actions', { name: key.name })}>
              <Menu.Item onClick={() => setChanging(key)}>{t('common.change')}</Menu.Item>
              <Menu.Item onClick={() => setRotating(key)}>{t('keys.rotate')}</Menu.Item>
              <Menu.Item color="red" onClick={() => setRevoking(key)}>
                {t('keys.revoke')}
              </Menu.Item>
            </RowMenu>
          ) : (
            <Badge color="red">{t('keys.revoked')}</Badge>
          )
        }
      />
      {changing && (
        <ApiKeyForm
          apiKey={changing}
          partnerId={changing.partnerId}
          onCreated={setSecret}
          onClose={() => setChanging(null)}
        />
      )}
      {rotating && <Rotation apiKey={rotating} onRotated={setSecret} onClose={() => setRotating(null)} />}
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
    </>
  );
}

function useColumns(partnerName: ((partnerId: string) => string) | undefined): Column<ApiKey>[] {
  const { t } = useTranslation();
  const format = useFormats();
  const stores = useMyStores();
  const placeOf = ({ storeId, partnerId }: ApiKey) => {
    if (partnerId !== null) return t('keys.ofPartner', { name: partnerName?.(partnerId) ?? '' });
    if (storeId === null) return t('staff.allStores');
    return stores.find((store) => store.storeId === storeId)?.name ?? storeId;
  };
  return [
    { name: t('keys.name'), cell: ({ name }) => name },
    {
      name: t('keys.scopes'),
      cell: ({ scopes, dayCap }) => (
        <div>
          {scopes.map((scope) => t(`keys.scope.${scopeWord(scope)}`)).join(', ')}
          {dayCap !== null && (
            <Text size="sm" c="dimmed">
              {t('keys.capped', { cap: format.number(dayCap) })}
            </Text>
          )}
        </div>
      ),
    },
    ...(partnerName ? [{ name: t('keys.place'), cell: placeOf }] : []),
    {
      name: t('keys.lastUsed'),
      cell: ({ lastUsedAt, oldKeyUntil }) => (
        <div>
          {lastUsedAt ? format.moment(lastUsedAt) : t('keys.never')}
          {oldKeyUntil !== null && new Date(oldKeyUntil) > new Date() && (
            <Text size="sm" c="dimmed">
              {t('keys.oldUntil', { at: format.moment(oldKeyUntil) })}
            </Text>
          )}
        </div>
      ),
    },
  ];
}

const HOURS = ['0', '1', '24', '168'] as const;

function Rotation({
  apiKey,
  onRotated,
  onClose,
}: {
  apiKey: ApiKey;
  onRotated: (secret: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<string>('24');
  const rotate = useWriting(apiKeyRoutes.rotateApiKey, { stale });
  const save = () =>
    rotate.mutate(
      { params: { keyId: apiKey.keyId }, body: { hours: Number(hours) } },
      {
        onSuccess: ({ secret }) => {
          onClose();
          onRotated(secret);
        },
      },
    );
  return (
    <FormWindow
      title={t('keys.rotateTitle', { name: apiKey.name })}
      submit={t('keys.rotate')}
      busy={rotate.isPending}
      failure={rotate.error}
      onSubmit={save}
      onClose={onClose}
    >
      <Text size="sm">{t('keys.rotateText')}</Text>
      <Select
        label={t('keys.oldLives')}
        data={HOURS.map((value) => ({ value, label: t(`keys.hours.${value}`) }))}
        value={hours}
        onChange={(next) => setHours(next ?? '24')}
        allowDeselect={false}
        data-autofocus
      />
    </FormWindow>
  );
}
