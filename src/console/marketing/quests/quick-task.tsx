import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TASK_TYPES, type TaskType } from '#src/contract/quest-draft.ts';
import css from './builder.module.css';
import { type Section, useEditing } from './editing.ts';
import { newTask } from './quest-draft.ts';

/** One line for the next task: type, question, Enter; the keyboard never has to be left. */
export function QuickTask({
  draft,
  onChange,
  chapterNo,
  onAdded,
}: Section & { chapterNo: number; onAdded: (taskKey: string) => void }) {
  const { t } = useTranslation();
  const { language } = useEditing();
  const [type, setType] = useState<TaskType>('quiz');
  const [question, setQuestion] = useState('');
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const asked = question.trim();
    const task = newTask(draft, chapterNo, type, asked === '' ? {} : { [language]: asked });
    const behind = draft.tasks.findLastIndex((one) => one.chapterNo <= chapterNo);
    onChange({ tasks: draft.tasks.toSpliced(behind + 1, 0, task) });
    setQuestion('');
    onAdded(task.taskKey);
  };
  return (
    <form className={css.quick} onSubmit={add}>
      <Select
        aria-label={t('quests.task.type')}
        data={TASK_TYPES.map((value) => ({ value, label: t(`questLive.type.${value}`) }))}
        value={type}
        onChange={(next) => setType(TASK_TYPES.find((one) => one === next) ?? 'quiz')}
        allowDeselect={false}
        w={180}
      />
      <TextInput
        aria-label={t('quests.task.next')}
        placeholder={t('quests.task.next')}
        value={question}
        maxLength={600}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        flex="1 1 220px"
      />
      <Button type="submit" variant="light" leftSection={<IconPlus size={18} aria-hidden />}>
        {t('quests.task.add')}
      </Button>
    </form>
  );
}
