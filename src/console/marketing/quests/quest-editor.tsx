import { Badge, SegmentedControl, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { QuestShown } from '#src/contract/quests.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, shownLanguage } from '../../i18n.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Page } from '../../parts/page.tsx';
import { AboutTab } from './about-tab.tsx';
import { ChangedQuest } from './changed-quest.tsx';
import { CheckCard } from './check-card.tsx';
import { countProblems, EditingContext, type Section } from './editing.ts';
import { PrizesTab } from './prizes-tab.tsx';
import { QuestActions } from './quest-actions.tsx';
import { EMPTY_DRAFT } from './quest-draft.ts';
import css from './quest-editor.module.css';
import { QuestStatus } from './quest-status.tsx';
import { SavedLine } from './saved-line.tsx';
import { PLACES, TABS, type Tab } from './tabs.ts';
import { TasksTab } from './tasks-tab.tsx';
import { useQuestCheck } from './use-quest-check.ts';
import { useQuestDraft } from './use-quest-draft.ts';
import { WhoTab } from './who-tab.tsx';

/** A quest in the order in which it is thought up; beside it what is missing and what it may cost. */
export function QuestEditor({
  quest,
  onCreated,
  onReadAnew,
}: {
  quest: QuestShown | null;
  onCreated: (questId: string) => void;
  /** Hears that somebody else has changed it and the screen shall show theirs. */
  onReadAnew: () => void;
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [language, setLanguage] = useState<Language>(shownLanguage());
  const editing = useQuestDraft(quest, EMPTY_DRAFT, onCreated);
  const { draft, setDraft, load } = editing;
  const { checked, problems } = useQuestCheck(draft);
  const tab = TABS.find((one) => one === search.get('tab')) ?? (search.has('task') ? 'tasks' : 'about');
  const ended = quest?.status === 'ended';
  const section: Section = {
    draft,
    onChange: (change) =>
      setDraft((before) => ({ ...before, ...(typeof change === 'function' ? change(before) : change) })),
  };
  const open = (next: string | null) =>
    setSearch(next === null || next === 'about' ? {} : { tab: next }, { replace: true });
  return (
    <EditingContext
      value={{
        language,
        problems,
        launched: quest !== null && quest.status !== 'draft',
        quest,
        save: editing.save,
        load,
      }}
    >
      <Page
        title={
          <span className={css.title}>
            {draft.name.trim() || t('quests.new')}
            {quest && <QuestStatus {...quest} startsAt={draft.startsAt} endsAt={draft.endsAt} />}
          </span>
        }
        actions={<QuestActions quest={quest} editing={editing} checked={checked} />}
      >
        <div className={css.columns}>
          <Tabs value={tab} onChange={open} keepMounted={false} className={css.main}>
            <div className={css.head}>
              <Tabs.List className={css.tabs} aria-label={t('quests.tab.label')}>
                {TABS.map((one) => (
                  <Tabs.Tab key={one} value={one} rightSection={<Wrong problems={problems} tab={one} />}>
                    {t(`quests.tab.${one}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <SegmentedControl
                size="xs"
                aria-label={t('quests.language')}
                data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
                value={language}
                onChange={(next) => setLanguage(LANGUAGES.find((one) => one === next) ?? 'uk')}
              />
            </div>
            {editing.isBehind ? (
              <ChangedQuest onLoad={onReadAnew} />
            ) : (
              <FailureNote failure={editing.failure} onRetry={() => void editing.save()} />
            )}
            <fieldset className={css.bare} disabled={ended}>
              <Tabs.Panel value="about">
                <AboutTab {...section} isNew={quest === null} />
              </Tabs.Panel>
              <Tabs.Panel value="tasks">
                <TasksTab
                  {...section}
                  quest={quest}
                  save={editing.save}
                  onLoad={load}
                  first={search.get('task')}
                />
              </Tabs.Panel>
              <Tabs.Panel value="prizes">
                <PrizesTab {...section} />
              </Tabs.Panel>
              <Tabs.Panel value="who">
                <WhoTab {...section} />
              </Tabs.Panel>
            </fieldset>
          </Tabs>
          <aside className={css.side}>
            <SavedLine editing={editing} />
            <CheckCard draft={draft} checked={checked} quest={quest} onOpen={open} />
          </aside>
        </div>
      </Page>
    </EditingContext>
  );
}

function Wrong({ problems, tab }: { problems: ReadonlyMap<string, string>; tab: Tab }) {
  const count = PLACES[tab].reduce((sum, place) => sum + countProblems(problems, place), 0);
  return count > 0 ? (
    <Badge size="xs" color="orange" circle={count < 10}>
      {count}
    </Badge>
  ) : null;
}
