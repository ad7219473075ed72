import { Badge, Button } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Message, officeRoutes } from '#src/contract/office.ts';
import { call } from '../../api/call.ts';
import { keyOf } from '../../api/read-anew.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import css from '../members-screen.module.css';
import { Part } from './part.tsx';

const pages = (memberId: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(officeRoutes.listMessages), memberId],
    queryFn: ({ pageParam, signal }) =>
      call(
        officeRoutes.listMessages,
        { params: { memberId }, query: pageParam ? { before: pageParam } : {} },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What the bots have told a member, as it stood in the chat, and what became of it. */
export function MessagesPart({ memberId }: { memberId: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(pages(memberId));
  const messages = list.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <>
      <Part title={t('members.messages')} empty={list.isSuccess && messages.length === 0}>
        {messages.map((message) => (
          <MessageLine key={message.deliveryId} message={message} />
        ))}
      </Part>
      <FailureNote failure={list.error} onRetry={() => void list.refetch()} />
      {list.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          mt="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('points.earlier')}
        </Button>
      )}
    </>
  );
}

const COLOURS: Partial<Record<Message['status'], string>> = { failed: 'red', unknown: 'orange' };

function MessageLine({ message }: { message: Message }) {
  const { t } = useTranslation();
  const format = useFormats();
  const messenger = message.messenger === 'telegram' ? 'Telegram' : 'Viber';
  const status = message.seenAt === null ? message.status : 'seen';
  return (
    <li>
      <span>
        <span className={css.said}>{message.text}</span>
        <small>
          {format.moment(message.createdAt)} · {messenger}
        </small>
      </span>
      <Badge variant="light" color={COLOURS[message.status] ?? 'gray'} style={{ flexShrink: 0 }}>
        {t(`members.messageStatus.${status}`)}
      </Badge>
    </li>
  );
}
