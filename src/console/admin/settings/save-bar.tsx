import { Button, Group, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../parts/failure-note.tsx';

/** The end of a form: its button, whether it is saved, and why not. */
export function SaveBar({
  of: { untouched, saving, saved, failure },
}: {
  of: { untouched: boolean; saving: boolean; saved: boolean; failure: Error | null };
}) {
  const { t } = useTranslation();
  return (
    <Group mt="lg">
      <Button type="submit" size="md" disabled={untouched} loading={saving}>
        {t('common.save')}
      </Button>
      {saved && untouched && (
        <Group gap={6} role="status">
          <IconCheck size={18} aria-hidden />
          <Text size="sm">{t('common.saved')}</Text>
        </Group>
      )}
      <FailureNote failure={failure} />
    </Group>
  );
}
