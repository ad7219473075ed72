// A draft that saves itself a moment after the last change. A new rule is made by its first save, as soon as it has a
// name and nothing in it is missing. What is live stays as it is until the draft is published. Where somebody else has
// changed the rule meanwhile nothing is saved until it is said whose words shall stand.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { call } from '../../api/call.ts';
import { readAnew } from '../../api/read-anew.ts';
import { useMe } from '../../session/session-query.ts';
import { readAfter, useLastWords } from '../last-words.ts';
import { useFirstAddress } from '../newborn.ts';
import { contentOf, namesOf, type RuleDraft } from './rule-draft.ts';
import { telling } from './told-in-language.ts';

const SAVE_AFTER_MS = 700;

export function useRuleDraft(rule: RuleTold | null, first: RuleDraft, onCreated: (ruleId: string) => void) {
  const me = useMe();
  const cache = useQueryClient();
  const settle = useFirstAddress(onCreated);
  const [draft, setDraft] = useState(first);
  const content = contentOf(draft);
  const now = JSON.stringify({ name: draft.name.trim(), names: namesOf(draft), content });
  const [begun] = useState(now);
  const [saved, setSaved] = useState(rule ? now : '');
  const [failure, setFailure] = useState<Error | null>(null);
  const stored = useRef(rule);
  /** What of this screen the server has, also when the screen is gone. */
  const written = useRef(saved);
  const isReplaced = useRef(false);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const complete = content !== null && draft.name.trim() !== '';
  // What this screen has done to the rule it has kept: anything newer comes from somebody else.
  const isBehind = rule !== null && stored.current !== null && rule.changedAt > stored.current.changedAt;

  async function write(): Promise<RuleTold | null> {
    if (!complete || !content) return null;
    if (now === written.current && stored.current) return stored.current;
    const name = draft.name.trim();
    const names = namesOf(draft);
    const before = stored.current;
    const next = before
      ? await call(ruleRoutes.saveDraft, {
          params: { ruleId: before.ruleId },
          body: { changedAt: before.changedAt, name, names, ...content },
        })
      : await call(ruleRoutes.createRule, { body: { name, names, ...content } });
    written.current = now;
    setSaved(now);
    keepRule(next);
    if (!before) await settle(next.ruleId, `/rules/${next.ruleId}`);
    return next;
  }

  const keyOf = ({ ruleId }: RuleTold) => telling(me, ruleRoutes.readRule, { params: { ruleId } }).queryKey;

  /** Remembers what the server answered about the rule. */
  function keepRule(next: RuleTold): void {
    stored.current = next;
    cache.setQueryData(keyOf(next), next);
    void readAnew(cache, [ruleRoutes.listRules, ruleRoutes.listRuleAlerts]);
  }

  /** Saves what there is, after any save under way. Null when there is nothing to save yet or it failed. */
  function save(): Promise<RuleTold | null> {
    const saving = queue.current.then(write).then(
      (next) => {
        setFailure(null);
        return next;
      },
      (error: unknown) => {
        const code = error instanceof ApiFailure ? error.code : null;
        lookAgain(error);
        // What is wrong with the rule itself is said beside its sentence, and who was first in a note of its own.
        setFailure(
          code === 'rule_not_valid' || code === 'rule_changed'
            ? null
            : error instanceof Error
              ? error
              : new Error(String(error)),
        );
        return null;
      },
    );
    queue.current = saving;
    return saving;
  }

  const saveNow = useEffectEvent(save);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (now !== saved && !isBehind) void saveNow();
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [now, saved, isBehind]);

  const isSaved = now === saved;
  useLastWords(!isSaved && (stored.current !== null || now !== begun), (isLeft) => {
    if (isBehind || isReplaced.current || now === written.current) return;
    const before = stored.current;
    const saving = save();
    if (!isLeft || !before) return;
    const params = { ruleId: before.ruleId };
    readAfter(cache, { queryKey: keyOf(before), saving, read: () => call(ruleRoutes.readRule, { params }) });
  });

  /** Saves what is on the screen over what somebody else has made of the rule. */
  function saveMine(): void {
    stored.current = rule;
    void save();
  }

  /** Takes what the server answered in place of what is on the screen, which shall not be saved any more. */
  function replaceRule(next: RuleTold): void {
    isReplaced.current = true;
    keepRule(next);
  }

  /** Looks the rule up where `error` says that somebody else has changed it. */
  function lookAgain(error: unknown): void {
    if (error instanceof ApiFailure && error.code === 'rule_changed')
      void readAnew(cache, [ruleRoutes.readRule]);
  }

  return {
    draft,
    setDraft,
    content,
    save,
    saveMine,
    keepRule,
    replaceRule,
    lookAgain,
    failure,
    complete,
    isSaved,
    isBehind,
  };
}
