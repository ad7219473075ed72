import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { questCheckSecretRoutes } from '#src/contract/quest-check-secret.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useEditing } from './editing.ts';

/** The secret for whoever checks a task elsewhere. It is shown when somebody asks for it, and the log says who did. */
export function CheckSecret({ taskKey, url }: { taskKey: string; url: string }) {
  const { t } = useTranslation();
  const { save } = useEditing();
  const shown = useWriting(questCheckSecretRoutes.showCheckSecret);
  // The secret belongs to the host: it is that of the address which is stored.
  const show = async () => {
    const saved = await save();
    if (saved) shown.mutate({ params: { questId: saved.questId, taskKey } });
  };
  const told = shown.data && hostOf(url) === shown.data.host ? shown.data : null;
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        {t('quests.secret.text')}
      </Text>
      {told ? (
        <Group gap="xs" role="status">
          <Code style={{ overflowWrap: 'anywhere' }} data-secret>
            {told.secret}
          </Code>
          <CopyButton value={told.secret}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="light"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                }
              >
                {t(copied ? 'common.copied' : 'common.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      ) : (
        <div>
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconKey size={14} aria-hidden />}
            loading={shown.isPending}
            disabled={url === ''}
            onClick={() => void show()}
          >
            {t('quests.secret.show')}
          </Button>
        </div>
      )}
      <FailureNote failure={shown.error} />
    </Stack>
  );
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '');
}
