import { Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './quest-editor.module.css';
import type { QuestEditing } from './use-quest-draft.ts';

/** Whether what stands on the screen is kept. */
export function SavedLine({ editing: { complete, isSaved, failure } }: { editing: QuestEditing }) {
  const { t } = useTranslation();
  const state = !complete ? 'incomplete' : failure ? 'failed' : isSaved ? 'saved' : 'saving';
  return (
    <Text size="sm" c={failure ? 'orange' : 'dimmed'} role="status" className={css.saved}>
      {state === 'saved' && <IconCheck size={16} aria-hidden />}
      {t(`quests.save.${state}`)}
    </Text>
  );
}
