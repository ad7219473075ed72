import { Badge, Button, Menu } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { type Endpoint, webhookRoutes } from '#src/contract/webhooks.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Confirmation } from '../../parts/confirmation.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
import { RowMenu } from '../../parts/row-menu.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookMessages } from './webhook-messages.tsx';

const COLOURS = { active: 'green', paused: 'gray', stopped: 'red' } as const;

/** Where events are told to. */
export function WebhooksScreen() {
  const { t } = useTranslation();
  const format = useFormats();
  const { endpointId: looking } = useParams();
  const navigate = useNavigate();
  const list = useQuery(reading(webhookRoutes.listEndpoints, {}));
  const stale = [webhookRoutes.listEndpoints];
  const change = useWriting(webhookRoutes.changeEndpoint, { stale });
  const rotate = useWriting(webhookRoutes.rotateSecret, { stale });
  const remove = useWriting(webhookRoutes.removeEndpoint, { stale });
  const [editing, setEditing] = useState<Endpoint | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Endpoint | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const looked = list.data?.endpoints.find(({ endpointId }) => endpointId === looking);

  const actions = (endpoint: Endpoint) => {
    const params = { endpointId: endpoint.endpointId };
    const status = endpoint.status === 'active' ? 'paused' : 'active';
    return (
      <RowMenu label={t('webhooks.actions', { name: endpoint.name })}>
        <Menu.Item onClick={() => setEditing(endpoint)}>{t('common.change')}</Menu.Item>
        <Menu.Item onClick={() => change.mutate({ params, body: { status } })}>
          {t(status === 'active' ? 'webhooks.resume' : 'webhooks.pause')}
        </Menu.Item>
        <Menu.Item onClick={() => rotate.mutate({ params }, { onSuccess: (made) => setSecret(made.secret) })}>
          {t('webhooks.rotate')}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => setLeaving(endpoint)}>
          {t('webhooks.remove')}
        </Menu.Item>
      </RowMenu>
    );
  };

  return (
    <Page
      title={t('nav.webhooks')}
      actions={
        <>
          <Button
            component={Link}
            to="/webhooks/events"
            variant="default"
            leftSection={<IconListDetails size={18} aria-hidden />}
          >
            {t('webhooks.events.open')}
          </Button>
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEditing('new')}>
            {t('webhooks.new')}
          </Button>
        </>
      }
    >
      <FailureNote failure={change.error ?? rotate.error} />
      <Sheet>
        <Answer of={list}>
          {({ endpoints }) =>
            endpoints.length === 0 ? (
              <EmptyState title={t('webhooks.empty.title')} text={t('webhooks.empty.text')} />
            ) : (
              <Records
                label={t('nav.webhooks')}
                records={endpoints}
                keyOf={({ endpointId }) => endpointId}
                onOpen={({ endpointId }) => void navigate(`/webhooks/${endpointId}`)}
                actions={actions}
                columns={[
                  { name: t('webhooks.name'), cell: ({ name }) => name },
                  { name: t('webhooks.url'), cell: ({ url }) => new URL(url).host },
                  { name: t('webhooks.status'), cell: (endpoint) => <Status endpoint={endpoint} /> },
                  {
                    name: t('webhooks.waiting'),
                    figures: true,
                    cell: ({ waiting }) => format.number(waiting),
                  },
                  { name: t('webhooks.dead'), figures: true, cell: ({ dead }) => format.number(dead) },
                  {
                    name: t('webhooks.last'),
                    cell: ({ lastDeliveredAt }) => (lastDeliveredAt ? format.moment(lastDeliveredAt) : '–'),
                  },
                ]}
              />
            )
          }
        </Answer>
      </Sheet>
      {editing && (
        <WebhookForm
          endpoint={editing === 'new' ? null : editing}
          onCreated={setSecret}
          onClose={() => setEditing(null)}
        />
      )}
      {looked && <WebhookMessages endpoint={looked} onClose={() => void navigate('/webhooks')} />}
      <ShownOnce
        title={t('webhooks.secretTitle')}
        text={t('webhooks.secretText')}
        secret={secret}
        awaited={rotate.isPending}
        onClose={() => setSecret(null)}
      />
      <Confirmation
        opened={leaving !== null}
        title={t('webhooks.removeTitle', { name: leaving?.name ?? '' })}
        confirm={t('webhooks.remove')}
        danger
        busy={remove.isPending}
        failure={remove.error}
        onClose={() => setLeaving(null)}
        onConfirm={() =>
          leaving &&
          remove.mutate({ params: { endpointId: leaving.endpointId } }, { onSuccess: () => setLeaving(null) })
        }
      >
        {t('webhooks.removeText')}
      </Confirmation>
    </Page>
  );
}

function Status({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  const { status, stoppedWhy, failingSince } = endpoint;
  if (status === 'active' && failingSince !== null)
    return <Badge color="orange">{t('webhooks.failing')}</Badge>;
  return (
    <Badge color={COLOURS[status]} variant="light">
      {t(stoppedWhy ? `webhooks.stopped.${stoppedWhy}` : `webhooks.is.${status}`)}
    </Badge>
  );
}
