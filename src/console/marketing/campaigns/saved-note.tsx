import { Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../parts/failure-note.tsx';
import css from './campaign-editor.module.css';
import type { Editing } from './use-campaign-draft.ts';

/** Whether what stands in the sections is kept, and what to do where it is not. */
export function SavedNote({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  const { failure, save, complete, isSaved, isBehind } = editing;
  const kept = isSaved ? 'saved' : isBehind ? 'behind' : 'saving';
  return (
    <>
      <FailureNote failure={failure} onRetry={() => void save()} />
      <Text size="sm" c="dimmed" role="status" mt="xs" className={css.saved}>
        {complete && isSaved && <IconCheck size={16} aria-hidden />}
        {t(`campaign.${complete ? kept : 'incomplete'}`)}
      </Text>
    </>
  );
}
