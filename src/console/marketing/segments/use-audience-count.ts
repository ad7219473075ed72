// Who a condition means, as a sentence and as a number: asked anew a moment after each change.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Condition } from '#src/contract/rule-language.ts';
import { segmentRoutes } from '#src/contract/segments.ts';
import { useMe } from '../../session/session-query.ts';
import { telling } from '../rules/told-in-language.ts';

const ASK_AFTER_MS = 400;

/** `where` null: everybody. Undefined: something in it has no value yet, and nothing is asked. */
export function useAudienceCount(where: Condition | null | undefined) {
  const me = useMe();
  const text = where === undefined ? '' : JSON.stringify({ where });
  const [asked] = useDebouncedValue(text, ASK_AFTER_MS);
  const body: { where: Record<string, unknown> | null } = asked === '' ? { where: null } : JSON.parse(asked);
  const options = { enabled: asked !== '', placeholderData: keepPreviousData };
  const check = useQuery({ ...telling(me, segmentRoutes.checkSegment, { body }), ...options });
  const isSound = check.data?.problem === null && !check.isPlaceholderData;
  const count = useQuery({
    ...telling(me, segmentRoutes.countSegment, { body }),
    ...options,
    enabled: asked !== '' && isSound,
  });
  return {
    checked: where === undefined ? null : (check.data ?? null),
    counted: where === undefined ? null : (count.data ?? null),
    /** Whether the number is about what is on the screen now. */
    isFresh: asked === text && !count.isPlaceholderData && !count.isFetching,
    failure: check.error ?? count.error,
  };
}
