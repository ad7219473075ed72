import { ActionIcon, Badge, Button, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconLock, IconTrash } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import css from './builder.module.css';
import { ChapterOpens } from './chapter-opens.tsx';
import { type Section, useEditing, useProblem } from './editing.ts';
import { moveChapter, placeTask, removeChapter } from './quest-draft.ts';
import { QuickTask } from './quick-task.tsx';
import { TaskLine } from './task-line.tsx';
import { WordsField } from './words-field.tsx';

/** One chapter: its name, what opens it, and its tasks. Tasks can be dragged here from anywhere. */
export function ChapterCard({
  draft,
  onChange,
  chapterNo,
  opened,
  onOpen,
}: Section & {
  chapterNo: number;
  /** The key of the task that is open. */
  opened: string | null;
  onOpen: (taskKey: string | null) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { launched } = useEditing();
  const [unlocking, setUnlocking] = useState(false);
  const [over, setOver] = useState(false);
  const path = `chapters.${chapterNo - 1}`;
  const empty = useProblem(`${path}.tasks`);
  const locked = useProblem(`${path}.opens`);
  const chapter = draft.chapters[chapterNo - 1];
  if (!chapter) return null;
  const tasks = draft.tasks.flatMap((task, place) => (task.chapterNo === chapterNo ? [{ task, place }] : []));
  const points = tasks.reduce((sum, { task }) => sum + task.points, 0);
  const change = (part: Partial<typeof chapter>) =>
    onChange({
      chapters: draft.chapters.map((one, at) => (at === chapterNo - 1 ? { ...one, ...part } : one)),
    });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onChange(placeTask(draft, event.dataTransfer.getData('text/plain'), { chapterNo, before: null }));
  };
  const hasLock = Object.keys(chapter.opens).length > 0;
  return (
    <section
      className={css.chapter}
      data-over={over || undefined}
      aria-label={t('quests.one.chapters', { no: chapterNo })}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group wrap="nowrap" gap="xs" align="start">
        <Badge variant="light" mt={8} circle>
          {chapterNo}
        </Badge>
        <WordsField
          label={t('quests.chapter.title')}
          hideLabel
          flex={1}
          place={`${path}.titles`}
          most={60}
          value={chapter.titles}
          onChange={(titles) => change({ titles })}
        />
        <ActionIcon.Group mt={4}>
          <ActionIcon
            variant="default"
            aria-label={t('quests.move.up')}
            disabled={chapterNo === 1 || launched}
            onClick={() => onChange(moveChapter(draft, chapterNo, -1))}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={t('quests.move.down')}
            disabled={chapterNo === draft.chapters.length || launched}
            onClick={() => onChange(moveChapter(draft, chapterNo, 1))}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={t('quests.chapter.remove')}
            disabled={launched}
            onClick={() => onChange(removeChapter(draft, chapterNo))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </ActionIcon.Group>
      </Group>
      <Group gap="xs" className={css.under}>
        <Button
          size="compact-xs"
          variant={hasLock ? 'light' : 'subtle'}
          color={locked ? 'orange' : undefined}
          leftSection={<IconLock size={14} aria-hidden />}
          aria-expanded={unlocking}
          onClick={() => setUnlocking(!unlocking)}
        >
          {t(hasLock ? 'quests.opens.some' : 'quests.opens.start')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('quests.chapter.sum', { count: tasks.length, points: format.number(points) })}
        </Text>
      </Group>
      {unlocking && (
        <ChapterOpens
          draft={draft}
          chapterNo={chapterNo}
          opens={chapter.opens}
          problem={locked}
          onChange={(opens) => change({ opens })}
        />
      )}
      {empty && (
        <Text size="sm" c="orange" className={css.under}>
          {empty}
        </Text>
      )}
      <ol className={css.tasks}>
        {tasks.map(({ task, place }) => (
          <TaskLine
            key={task.taskKey}
            draft={draft}
            onChange={onChange}
            place={place}
            isOpen={opened === task.taskKey}
            onToggle={() => onOpen(opened === task.taskKey ? null : task.taskKey)}
          />
        ))}
      </ol>
      <QuickTask draft={draft} onChange={onChange} chapterNo={chapterNo} onAdded={onOpen} />
    </section>
  );
}
