// The draft as a sentence, what is wrong with it and what it gets in the way of: asked anew a moment after each change.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Checked } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { useMe } from '../../session/session-query.ts';
import type { Content } from './rule-draft.ts';
import { telling } from './told-in-language.ts';

const ASK_AFTER_MS = 250;

/** Null until the first answer, and while the draft lacks something. */
export function useRuleCheck(
  content: Content | null,
  { ruleId, name }: { ruleId: string | null; name: string },
) {
  const me = useMe();
  const named = name.trim() === '' ? {} : { name: name.trim() };
  const text = JSON.stringify(content && { ...named, ...content });
  const [asked] = useDebouncedValue(text, ASK_AFTER_MS);
  const body: (Content & { name?: string }) | null = JSON.parse(asked);
  const check = useQuery({
    ...telling(me, ruleRoutes.checkRule, { body: { ruleId, ...body } }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });
  const checked: Checked | null = content === null ? null : (check.data ?? null);
  return {
    checked,
    failure: check.error,
    /** Whether the answer is about what is on the screen now. */
    isFresh: checked !== null && asked === text && !check.isPlaceholderData,
  };
}
