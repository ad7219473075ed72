// A quest that saves itself a moment after the last letter. A new one is made by its first save, as soon as it has a name.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { reading } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { readAnew } from '../../api/read-anew.ts';
import { useTell } from '../../parts/tell.ts';
import { readAfter, useLastWords } from '../last-words.ts';
import { useFirstAddress } from '../newborn.ts';
import { useTellLeft } from '../tell-left.ts';
import type { QuestDraft } from './quest-draft.ts';

const SAVE_AFTER_MS = 700;

export type QuestEditing = ReturnType<typeof useQuestDraft>;

export function useQuestDraft(
  quest: QuestShown | null,
  first: QuestDraft,
  onCreated: (questId: string) => void,
) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const tell = useTell();
  const tellLeft = useTellLeft();
  const settle = useFirstAddress(onCreated);
  const [draft, show] = useState(quest?.draft ?? first);
  const [saved, setSaved] = useState(quest ? JSON.stringify(quest.draft) : '');
  const [failure, setFailure] = useState<Error | null>(null);
  /** Why the last save was not made; null: it was, or there was nothing to save. */
  const refused = useRef<Error | null>(null);
  /** What the server has: its version goes along with the next save. */
  const stored = useRef(quest);
  // What is on the screen and what of it is saved, also when the screen is gone.
  const latest = useRef(draft);
  const written = useRef(saved);
  const isGone = useRef(false);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const now = JSON.stringify(draft);
  const complete = draft.name.trim() !== '';

  /** What arrives after the editor was left, such as a picture, is saved as well. */
  function setDraft(change: (before: QuestDraft) => QuestDraft): void {
    latest.current = change(latest.current);
    show(latest.current);
    if (!isGone.current) return;
    if (latest.current.name.trim() !== '') sendLast();
    else {
      const open = stored.current ? `/quests/${stored.current.questId}` : undefined;
      tell({ text: t('quests.pictureLost'), about: open, open });
    }
  }

  /** Takes what the server says as what there is. */
  function keep(next: QuestShown): void {
    stored.current = next;
    cache.setQueryData(keyOf(next), next);
    void readAnew(cache, [questRoutes.listQuests]);
  }

  async function write(): Promise<QuestShown | null> {
    const sent = latest.current;
    const text = JSON.stringify(sent);
    const before = stored.current;
    if (sent.name.trim() === '') return null;
    if (text === written.current && before) return before;
    const next = before
      ? await call(questRoutes.changeQuest, {
          params: { questId: before.questId },
          body: { version: before.version, draft: sent },
        })
      : await call(questRoutes.createQuest, { body: { draft: sent } });
    keep(next);
    written.current = text;
    setSaved(text);
    if (!before) await settle(next.questId, `/quests/${next.questId}`);
    return next;
  }

  /** Saves what there is, after any save under way. Null when there is nothing to save yet or it failed. */
  function save(): Promise<QuestShown | null> {
    const saving = queue.current.then(write).then(
      (next) => {
        refused.current = null;
        setFailure(null);
        return next;
      },
      (error: unknown) => {
        refused.current = error instanceof Error ? error : new Error(String(error));
        setFailure(refused.current);
        return null;
      },
    );
    queue.current = saving;
    return saving;
  }

  /** Does something with the quest as it was saved last. What is typed meanwhile stays, and is saved after it. */
  function act(work: (stored: QuestShown) => Promise<QuestShown>): void {
    queue.current = save()
      .then(() => stored.current && work(stored.current))
      .then(
        (next) => next && keep(next),
        // Whoever does the work says why it was refused.
        () => undefined,
      );
  }

  /** Shows what was stored elsewhere, such as tasks of a spreadsheet, instead of what is on the screen. */
  function load(next: QuestShown): void {
    keep(next);
    latest.current = next.draft;
    written.current = JSON.stringify(next.draft);
    show(next.draft);
    setSaved(written.current);
    setFailure(null);
  }

  const saveNow = useEffectEvent(save);
  const isBehind = failure instanceof ApiFailure && failure.code === 'quest_changed';
  const isSaved = now === saved;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (now !== saved && !isBehind) void saveNow();
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [now, saved, isBehind]);

  // Saved elsewhere, such as by this editor after it was left: it is shown where nothing on the screen would be lost.
  const isNewer = quest !== null && stored.current !== null && quest.version > stored.current.version;
  const loadNewer = useEffectEvent(() => {
    if (quest && isSaved) load(quest);
  });
  useEffect(() => {
    if (isNewer) loadNewer();
  }, [isNewer]);

  /** Saves what the editor is left with; whoever comes back at once waits for it. */
  function sendLast(): void {
    const before = stored.current;
    const saving = save();
    void saving.then(() => {
      const open = stored.current ? `/quests/${stored.current.questId}` : undefined;
      if (refused.current) tellLeft(refused.current, { name: latest.current.name, open, retry: sendLast });
    });
    if (!before) return;
    const params = { questId: before.questId };
    const read = () => call(questRoutes.readQuest, { params });
    readAfter(cache, { queryKey: keyOf(before), saving, read });
  }
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  useLastWords(!isSaved && (complete || draft !== first), (isLeft) => {
    if (isBehind || JSON.stringify(latest.current) === written.current) return;
    if (isLeft) sendLast();
    else void save();
  });

  return { draft, setDraft, save, act, load, failure, complete, isSaved, isBehind };
}

function keyOf({ questId }: QuestShown) {
  return reading(questRoutes.readQuest, { params: { questId } }).queryKey;
}
