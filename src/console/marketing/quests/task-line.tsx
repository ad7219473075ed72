import { ActionIcon, Badge, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconGripVertical,
  IconTrash,
} from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import { countProblems, inWords, type Section, useEditing } from './editing.ts';
import { moveTask, newTask, placeTask, type TaskDraft } from './quest-draft.ts';
import { TaskForm } from './task-form.tsx';

/** A task in one line, and open the whole of it. Dragged by its grip, or moved with Alt and the arrows. */
export function TaskLine({
  draft,
  onChange,
  place,
  isOpen,
  onToggle,
}: Section & { place: number; isOpen: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  const { language, problems } = useEditing();
  const [over, setOver] = useState(false);
  const task = draft.tasks[place];
  if (!task) return null;
  const { taskKey, chapterNo, content, points } = task;
  const wrong = countProblems(problems, `tasks.${place}`);
  const name = inWords(content.titles, language) || inWords(content.question, language);
  const change = (next: (before: TaskDraft) => TaskDraft) =>
    onChange(({ tasks }) => {
      // It may have been moved meanwhile, or another may bear its key for the time of some letters.
      const now =
        tasks[place]?.taskKey === taskKey ? place : tasks.findIndex((one) => one.taskKey === taskKey);
      return { tasks: tasks.map((one, at) => (at === now ? next(one) : one)) };
    });
  const move = (by: -1 | 1) => onChange(moveTask(draft, taskKey, by));
  const copy = () => {
    const fresh = { ...task, taskKey: newTask(draft, chapterNo, 'survey', {}).taskKey };
    const { ask } = content;
    const own = ask.type === 'qr' ? { ...fresh, content: { ...content, ask: { ...ask, token: '' } } } : fresh;
    onChange({ tasks: draft.tasks.toSpliced(place + 1, 0, own) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li
      className={css.task}
      data-open={isOpen || undefined}
      data-over={over || undefined}
      draggable={!isOpen}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', taskKey)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        const dragged = event.dataTransfer.getData('text/plain');
        onChange(placeTask(draft, dragged, { chapterNo, before: taskKey }));
      }}
    >
      <div className={css.line}>
        <span className={css.grip}>
          <IconGripVertical size={16} aria-hidden />
        </span>
        <span className={css.no}>{place + 1}</span>
        <UnstyledButton
          className={css.name}
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onClick={onToggle}
          onKeyDown={onKeyDown}
        >
          <Text size="sm" truncate c={name ? undefined : 'dimmed'}>
            {name || t('quests.task.unnamed')}
          </Text>
        </UnstyledButton>
        {wrong > 0 && (
          <Badge size="sm" color="orange" title={t('quests.check.missing', { count: wrong })}>
            {wrong}
          </Badge>
        )}
        <Text size="xs" c="dimmed" className={css.type} truncate>
          {t(`questLive.type.${content.ask.type}`)}
        </Text>
        <Text size="sm" className={css.points}>
          {points}
        </Text>
        <TaskMenu
          name={name}
          onMove={move}
          onCopy={copy}
          onRemove={() => onChange({ tasks: draft.tasks.filter((_, at) => at !== place) })}
        />
      </div>
      {isOpen && (
        <div className={css.form}>
          <TaskForm task={task} place={place} onChange={change} />
        </div>
      )}
    </li>
  );
}

function TaskMenu({
  name,
  onMove,
  onCopy,
  onRemove,
}: {
  name: string;
  onMove: (by: -1 | 1) => void;
  onCopy: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Group gap={0} wrap="nowrap">
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('quests.task.more', { name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => onMove(-1)}>
            {t('quests.move.up')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => onMove(1)}>
            {t('quests.move.down')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={onCopy}>
            {t('quests.task.copy')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={onRemove}>
            {t('quests.task.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
