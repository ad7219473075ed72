// A quest that saves itself a moment after the last letter. A new one is made by its first save, as soon as it has a name.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { reading } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { readAnew } from '../../api/read-anew.ts';
import { useFirstAddress } from '../newborn.ts';
import type { QuestDraft } from './quest-draft.ts';

const SAVE_AFTER_MS = 700;

export type QuestEditing = ReturnType<typeof useQuestDraft>;

export function useQuestDraft(
  quest: QuestShown | null,
  first: QuestDraft,
  onCreated: (questId: string) => void,
) {
  const cache = useQueryClient();
  const settle = useFirstAddress(onCreated);
  const [draft, setDraft] = useState(quest?.draft ?? first);
  const [saved, setSaved] = useState(quest ? JSON.stringify(quest.draft) : '');
  const [failure, setFailure] = useState<Error | null>(null);
  /** What the server has: its version goes along with the next save. */
  const stored = useRef(quest);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const now = JSON.stringify(draft);
  const complete = draft.name.trim() !== '';

  /** Takes what the server says as what there is. */
  function keep(next: QuestShown): void {
    stored.current = next;
    const params = { questId: next.questId };
    cache.setQueryData(reading(questRoutes.readQuest, { params }).queryKey, next);
    void readAnew(cache, [questRoutes.listQuests]);
  }

  async function write(): Promise<QuestShown | null> {
    if (!complete) return null;
    const before = stored.current;
    if (now === saved && before) return before;
    const next = before
      ? await call(questRoutes.changeQuest, {
          params: { questId: before.questId },
          body: { version: before.version, draft },
        })
      : await call(questRoutes.createQuest, { body: { draft } });
    keep(next);
    setSaved(now);
    if (!before) await settle(next.questId, `/quests/${next.questId}`);
    return next;
  }

  /** Saves what there is, after any save under way. Null when there is nothing to save yet or it failed. */
  function save(): Promise<QuestShown | null> {
    const saving = queue.current.then(write).then(
      (next) => {
        setFailure(null);
        return next;
      },
      (error: unknown) => {
        setFailure(error instanceof Error ? error : new Error(String(error)));
        return null;
      },
    );
    queue.current = saving;
    return saving;
  }

  /** Shows what was stored elsewhere, such as tasks of a spreadsheet, instead of what is on the screen. */
  function load(next: QuestShown): void {
    keep(next);
    setDraft(next.draft);
    setSaved(JSON.stringify(next.draft));
    setFailure(null);
  }

  const saveNow = useEffectEvent(save);
  const isBehind = failure instanceof ApiFailure && failure.code === 'quest_changed';
  useEffect(() => {
    const timer = setTimeout(() => {
      if (now !== saved && !isBehind) void saveNow();
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [now, saved, isBehind]);

  const isSaved = now === saved;
  return { draft, setDraft, save, keep, load, failure, complete, isSaved, isBehind };
}
