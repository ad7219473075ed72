import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** When a screen has failed in a way that nobody foresaw; most often a newer console has been put in place. */
export function ScreenFailure() {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh" p="lg">
      <Stack align="center" gap="sm" maw={380} ta="center">
        <Title order={2}>{t('screenFailure.title')}</Title>
        <Text c="dimmed">{t('screenFailure.text')}</Text>
        <Button size="md" mt="sm" onClick={() => window.location.reload()}>
          {t('screenFailure.reload')}
        </Button>
      </Stack>
    </Center>
  );
}
