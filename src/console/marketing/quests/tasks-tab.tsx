import { Button, Group } from '@mantine/core';
import { IconPlus, IconTableImport } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestShown } from '#src/contract/quests.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Sheet } from '../../parts/page.tsx';
import { ChapterCard } from './chapter-card.tsx';
import type { Section } from './editing.ts';
import { newChapter } from './quest-draft.ts';
import { SheetWindow } from './sheet-window.tsx';

/** Chapters with their tasks: written here one by one, or brought as a spreadsheet. */
export function TasksTab({
  draft,
  onChange,
  quest,
  save,
  onLoad,
  first,
}: Section & {
  quest: QuestShown | null;
  save: () => Promise<QuestShown | null>;
  onLoad: (quest: QuestShown) => void;
  /** The key of the task with which somebody comes here. */
  first: string | null;
}) {
  const { t } = useTranslation();
  const [bringing, setBringing] = useState(false);
  const [opened, setOpened] = useState(first);
  const chapters = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const line = chapters.current?.querySelector<HTMLElement>('[data-open] [aria-expanded]');
    line?.focus({ preventScroll: true });
    line?.scrollIntoView({ block: 'center' });
  }, []);
  const bring = (
    <Button
      variant="default"
      leftSection={<IconTableImport size={18} aria-hidden />}
      onClick={() => void save().then((saved) => setBringing(saved !== null))}
    >
      {t('quests.sheet.open')}
    </Button>
  );
  const add = (
    <Button
      variant="light"
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={() => onChange({ chapters: [...draft.chapters, newChapter()] })}
    >
      {t('quests.chapter.add')}
    </Button>
  );
  return (
    <div ref={chapters}>
      {draft.chapters.length === 0 ? (
        <Sheet>
          <EmptyState title={t('quests.tasksEmpty.title')} text={t('quests.tasksEmpty.text')}>
            <Group justify="center">
              {bring}
              {add}
            </Group>
          </EmptyState>
        </Sheet>
      ) : (
        <Group mb="sm">{bring}</Group>
      )}
      {draft.chapters.map((_, place) => (
        <ChapterCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a half typed task must outlive a chapter that is added
          key={place}
          draft={draft}
          onChange={onChange}
          chapterNo={place + 1}
          opened={opened}
          onOpen={setOpened}
        />
      ))}
      {draft.chapters.length > 0 && <Group mt="sm">{add}</Group>}
      {bringing && quest && <SheetWindow quest={quest} onLoad={onLoad} onClose={() => setBringing(false)} />}
    </div>
  );
}
