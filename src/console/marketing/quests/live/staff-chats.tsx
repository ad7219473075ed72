import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { questReviewRoutes } from '#src/contract/quest-reviews.ts';
import { reading, useWriting } from '../../../api/api-queries.ts';
import { Answer } from '../../../parts/answer.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';

const LOOK_EVERY_MS = 5_000;
const { listChats, makeChatCode, disconnectChat } = questReviewRoutes;

/** Groups in Telegram that look at photos too: which ones, and how to connect another. */
export function StaffChats() {
  const { t } = useTranslation();
  const format = useFormats();
  const made = useWriting(makeChatCode);
  const leave = useWriting(disconnectChat, { stale: [listChats] });
  const chats = useQuery({
    ...reading(listChats, {}),
    refetchInterval: made.data ? LOOK_EVERY_MS : false,
  });
  const failure = made.error ?? leave.error;
  return (
    <Sheet title={t('questLive.staffChats.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('questLive.staffChats.text')}</Text>
        <Answer of={chats}>
          {(data) => (
            <>
              {data.chats.map(({ chatId, title, connectedAt }) => (
                <Group key={chatId} justify="space-between">
                  <span>
                    <b>{title}</b>{' '}
                    <Text span size="sm" c="dimmed">
                      {t('questLive.staffChats.since', { at: format.moment(connectedAt) })}
                    </Text>
                  </span>
                  <Button
                    variant="subtle"
                    color="red"
                    size="xs"
                    loading={leave.isPending}
                    onClick={() => leave.mutate({ params: { chatId } })}
                  >
                    {t('questLive.staffChats.disconnect')}
                  </Button>
                </Group>
              ))}
            </>
          )}
        </Answer>
        {made.data && <HowTo command={`/staff ${made.data.code}`} until={made.data.expiresAt} />}
        {failure && <FailureNote failure={failure} />}
        <Group>
          <Button variant="default" loading={made.isPending} onClick={() => made.mutate({})}>
            {t('questLive.staffChats.code')}
          </Button>
        </Group>
      </Stack>
    </Sheet>
  );
}

function HowTo({ command, until }: { command: string; until: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <Stack gap={6} role="status">
      <Text size="sm">{t('questLive.staffChats.how', { at: format.moment(until) })}</Text>
      <Group>
        <Code fz="md">{command}</Code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Button size="xs" variant="light" onClick={copy}>
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
