import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WEBHOOK_TYPES, type WebhookType, webhookType } from '#src/contract/webhook-events.ts';
import { type Endpoint, webhookRoutes } from '#src/contract/webhooks.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FormWindow } from '../../parts/form-window.tsx';
import { useEventWords } from './event-words.ts';

/** A new webhook, or one that is changed. `onCreated` hears its secret once. */
export function WebhookForm({
  endpoint,
  onCreated,
  onClose,
}: {
  endpoint: Endpoint | null;
  onCreated: (secret: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const wordsOf = useEventWords();
  const [name, setName] = useState(endpoint?.name ?? '');
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [types, setTypes] = useState<WebhookType[]>(endpoint?.types ?? []);
  const stale = [webhookRoutes.listEndpoints];
  const create = useWriting(webhookRoutes.createEndpoint, { stale });
  const change = useWriting(webhookRoutes.changeEndpoint, { stale });
  const body = { name, url, types };
  const save = () => {
    if (endpoint) {
      change.mutate({ params: { endpointId: endpoint.endpointId }, body }, { onSuccess: onClose });
      return;
    }
    create.mutate(
      { body },
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
      title={t(endpoint ? 'webhooks.change' : 'webhooks.new')}
      submit={t(endpoint ? 'common.save' : 'webhooks.create')}
      busy={create.isPending || change.isPending}
      ready={name.trim() !== '' && url.trim() !== ''}
      failure={create.error ?? change.error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('webhooks.name')}
        description={t('webhooks.nameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label={t('webhooks.url')}
        placeholder="https://…"
        inputMode="url"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        autoComplete="off"
      />
      <Checkbox.Group
        label={t('webhooks.types')}
        description={t('webhooks.typesHint')}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        value={types}
        onChange={(next) => setTypes(webhookType.array().catch(types).parse(next))}
      >
        <Stack gap={6} mt="xs">
          {WEBHOOK_TYPES.map((type) => (
            <Checkbox key={type} value={type} label={wordsOf(type).name} description={type} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FormWindow>
  );
}
