import { Alert, Button, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Somebody else has saved the quest meanwhile: what is on the screen is kept no longer. */
export function ChangedQuest({ onLoad }: { onLoad: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="orange" variant="light" icon={<IconUsers aria-hidden />} p="sm" mb="md">
      <Text>{t('quests.changed.text')}</Text>
      <Button size="xs" variant="default" mt="xs" onClick={onLoad}>
        {t('quests.changed.load')}
      </Button>
    </Alert>
  );
}
