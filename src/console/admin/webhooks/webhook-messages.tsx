import { Button, Code, Drawer, SegmentedControl, Stack, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type Endpoint, type WebhookMessage, webhookRoutes } from '#src/contract/webhooks.ts';
import { useWriting } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { keyOf } from '../../api/read-anew.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useEventWords } from './event-words.ts';
import css from './events-screen.module.css';

const STATES = ['all', 'waiting', 'delivered', 'dead'] as const;
type State = (typeof STATES)[number];
const LOOK_EVERY_MS = 3_000;

const pages = (endpointId: string, state: State) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(webhookRoutes.listMessages), endpointId, state],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(state !== 'all' && { state }), ...(pageParam !== '' && { before: pageParam }) };
      return call(webhookRoutes.listMessages, { params: { endpointId }, query }, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: LOOK_EVERY_MS,
  });

/** What one webhook was told, what became of it, and sending it again. */
export function WebhookMessages({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { t } = useTranslation();
  const { endpointId } = endpoint;
  const [asked] = useSearchParams();
  const [state, setState] = useState<State>(STATES.find((each) => each === asked.get('state')) ?? 'all');
  const list = useInfiniteQuery(pages(endpointId, state));
  const stale = [webhookRoutes.listMessages, webhookRoutes.listEndpoints];
  const test = useWriting(webhookRoutes.testEndpoint, { stale });
  const again = useWriting(webhookRoutes.sendAgain, { stale });
  const messages = list.data?.pages.flatMap((page) => page.messages) ?? [];
  const params = { endpointId };
  const silent = endpoint.status !== 'active';
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={endpoint.name}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <SegmentedControl
          value={state}
          onChange={(next) => setState(STATES.find((each) => each === next) ?? 'all')}
          data={STATES.map((value) => ({ value, label: t(`webhooks.state.${value}`) }))}
        />
        <Button
          variant="default"
          disabled={silent}
          loading={test.isPending}
          onClick={() => test.mutate({ params })}
        >
          {t('webhooks.test')}
        </Button>
        {endpoint.dead > 0 && (
          <Button
            variant="light"
            disabled={silent}
            loading={again.isPending}
            onClick={() => again.mutate({ params, body: {} })}
          >
            {t('webhooks.allAgain', { count: endpoint.dead })}
          </Button>
        )}
        <FailureNote failure={test.error ?? again.error ?? list.error} />
        {list.isSuccess && messages.length === 0 && <Text c="dimmed">{t('webhooks.noMessages')}</Text>}
        {messages.map((message) => (
          <MessageLine
            key={message.messageId}
            message={message}
            onAgain={
              silent || message.settledAt === null
                ? null
                : () => again.mutate({ params, body: { messageId: message.messageId } })
            }
          />
        ))}
        {list.hasNextPage && (
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('points.earlier')}
          </Button>
        )}
      </Stack>
    </Drawer>
  );
}

function MessageLine({ message, onAgain }: { message: WebhookMessage; onAgain: (() => void) | null }) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const wordsOf = useEventWords();
  const { type, status, body, tries, nextAt, createdAt } = message;
  return (
    <details className={css.entry}>
      <summary>
        <span>
          <b>{wordsOf(type).name}</b> · {t(`webhooks.became.${status}`)}
          <small>{moment(createdAt)}</small>
        </span>
      </summary>
      <Stack gap="xs" mt="xs">
        <Text size="sm" c="dimmed">
          {type}
        </Text>
        {tries.map((each) => (
          <Text key={each.at} size="sm">
            {[moment(each.at), each.status, each.error && t(`webhooks.error.${each.error}`), `${each.ms} ms`]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
        ))}
        {status === 'retrying' && nextAt && (
          <Text size="sm" c="dimmed">
            {t('webhooks.next', { at: moment(nextAt) })}
          </Text>
        )}
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {body}
        </Code>
        {onAgain && (
          <Button size="xs" variant="default" onClick={onAgain}>
            {t('webhooks.again')}
          </Button>
        )}
      </Stack>
    </details>
  );
}
