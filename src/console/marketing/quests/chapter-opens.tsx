import { Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../session/session-query.ts';
import { NumberField } from '../rules/number-field.tsx';
import { toInstant, toWallClock } from '../rules/wall-clock.ts';
import css from './builder.module.css';
import { inWords, useEditing } from './editing.ts';
import type { ChapterDraft, QuestDraft } from './quest-draft.ts';

type Opens = ChapterDraft['opens'];

/** What has to come before a chapter opens: all that is chosen here. */
export function ChapterOpens({
  draft,
  chapterNo,
  opens,
  problem,
  onChange,
}: {
  draft: QuestDraft;
  chapterNo: number;
  opens: Opens;
  problem: string | undefined;
  onChange: (opens: Opens) => void;
}) {
  const { t } = useTranslation();
  const { language } = useEditing();
  const { shop } = useMe();
  const earlier = draft.chapters.slice(0, chapterNo - 1).map(({ titles }, place) => ({
    value: String(place + 1),
    label: `${place + 1}. ${inWords(titles, language)}`,
  }));
  const tasks = draft.tasks
    .filter((task) => task.chapterNo < chapterNo)
    .map(({ taskKey, content }) => ({
      value: taskKey,
      label: inWords(content.titles, language) || taskKey,
    }));
  const { chapter, task, at } = opens;
  const set = <Name extends keyof Opens>(name: Name, value: Opens[Name] | null) => {
    const { [name]: _before, ...others } = opens;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  return (
    <Stack gap="xs" className={css.under}>
      <Group gap="sm" align="end">
        <Select
          label={t('quests.opens.chapter')}
          placeholder={t('quests.opens.noChapter')}
          data={earlier}
          value={chapter ? String(chapter.chapterNo) : null}
          onChange={(no) =>
            set('chapter', no === null ? null : { chapterNo: Number(no), need: chapter?.need ?? 'all' })
          }
          clearable
          flex="1 1 200px"
        />
        {chapter && (
          <Select
            aria-label={t('quests.opens.need')}
            data={(['all', 'any', 'some'] as const).map((value) => ({
              value,
              label: t(`quests.opens.${value}`),
            }))}
            value={typeof chapter.need === 'number' ? 'some' : chapter.need}
            allowDeselect={false}
            onChange={(need) =>
              set('chapter', { ...chapter, need: need === 'some' ? 3 : need === 'any' ? 'any' : 'all' })
            }
            w={170}
          />
        )}
        {chapter && typeof chapter.need === 'number' && (
          <NumberField
            aria-label={t('quests.opens.some')}
            value={chapter.need}
            min={1}
            onChange={(need) => set('chapter', { ...chapter, need: need ?? 1 })}
            w={80}
          />
        )}
      </Group>
      <Group gap="sm" align="end">
        <TextInput
          label={t('quests.opens.at')}
          type="datetime-local"
          value={at ? toWallClock(at, shop.timeZone) : ''}
          onChange={(event) => set('at', toInstant(event.currentTarget.value, shop.timeZone))}
          flex="1 1 200px"
        />
        <Select
          label={t('quests.opens.task')}
          placeholder={t('quests.opens.noTask')}
          data={tasks}
          value={task ?? null}
          onChange={(key) => set('task', key)}
          clearable
          searchable
          flex="1 1 200px"
        />
      </Group>
      {problem && (
        <Text size="sm" c="orange">
          {problem}
        </Text>
      )}
    </Stack>
  );
}
