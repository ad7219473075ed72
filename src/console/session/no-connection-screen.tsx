import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** When not even the first question has been answered. */
export function NoConnectionScreen({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh" p="lg">
      <Stack align="center" gap="sm" maw={360} ta="center">
        <IconPlugConnectedX size={44} stroke={1.5} aria-hidden />
        <Title order={2}>{t('noConnection.title')}</Title>
        <Text c="dimmed">{t('noConnection.text')}</Text>
        <Button size="md" mt="sm" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      </Stack>
    </Center>
  );
}
