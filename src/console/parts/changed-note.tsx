import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Somebody else has changed what is on the screen: what it says now, and which of the two shall stand. */
export function ChangedNote({
  text,
  theirs,
  isSaved,
  onLoad,
  onKeepMine,
}: {
  text: string;
  /** What it says now. */
  theirs: string;
  /** Whether nothing on the screen would be lost. */
  isSaved: boolean;
  onLoad: () => void;
  /** Undefined while what is on the screen cannot be saved. */
  onKeepMine: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="orange" variant="light" icon={<IconUsers aria-hidden />} p="sm">
      <Text>{text}</Text>
      <Text size="sm" mt={4}>
        {theirs}
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={onLoad}>
          {t('rules.changed.load')}
        </Button>
        {!isSaved && (
          <Button size="xs" variant="default" disabled={!onKeepMine} onClick={onKeepMine}>
            {t('rules.changed.mine')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
