// Decisions that can be taken back: each is sent some seconds after it was made, or with the next one. Whoever closes the
// page meanwhile finds the photo in the queue again.
import { useMutationState } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { questReviewRoutes, type Review } from '#src/contract/quest-reviews.ts';
import type { BodyOf } from '#src/contract/route.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { keyOf as keyOfRoute } from '../../../api/read-anew.ts';

const UNDO_MS = 6_000;

type Body = BodyOf<typeof questReviewRoutes.decide>;
export type Word = Pick<Body, 'verdict' | 'reason' | 'note'>;
export interface Decision extends Word {
  review: Review;
}

export const keyOf = ({ playerId, attemptKey }: Pick<Review, 'playerId' | 'attemptKey'>) =>
  `${playerId} ${attemptKey}`;

export function useDecisions(questId: string) {
  const decide = useWriting(questReviewRoutes.decide, { stale: [questReviewRoutes.listReviews] });
  const underWay = useSending();
  /** What is out of the queue: decided, and perhaps not sent yet. */
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<Decision | null>(null);
  const [failed, setFailed] = useState<{ decision: Decision; error: Error } | null>(null);
  const waiting = useRef<{ decision: Decision; timer: ReturnType<typeof setTimeout> } | null>(null);

  const leave = useCallback((key: string, isGone: boolean) => {
    setGone((before) => {
      const after = new Set(before);
      if (isGone) after.add(key);
      else after.delete(key);
      return after;
    });
  }, []);

  const send = useEffectEvent((decision: Decision) => {
    const { review, ...word } = decision;
    const { playerId, attemptKey } = review;
    decide.mutate(
      { params: { questId }, body: { playerId, attemptKey, ...word } },
      {
        onError: (error) => {
          // It is not decided: back into the queue, with why.
          leave(keyOf(review), false);
          setFailed({ decision, error });
        },
      },
    );
  });

  const flush = useEffectEvent(() => {
    const held = waiting.current;
    if (!held) return;
    clearTimeout(held.timer);
    waiting.current = null;
    setLast(null);
    send(held.decision);
  });

  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      flush();
    };
  }, []);

  return { gone: new Set([...gone, ...underWay]), last, failed, isSending: decide.isPending, hold, undo };

  function hold(decision: Decision): void {
    flush();
    setFailed(null);
    leave(keyOf(decision.review), true);
    setLast(decision);
    waiting.current = { decision, timer: setTimeout(flush, UNDO_MS) };
  }

  function undo(): void {
    const held = waiting.current;
    if (!held) return;
    clearTimeout(held.timer);
    waiting.current = null;
    setLast(null);
    leave(keyOf(held.decision.review), false);
  }
}

/**
 * What is being sent, also by a screen that was left: whoever comes back at once does not see again what they have just
 * decided. It ends when the queue has been read anew.
 */
function useSending(): ReadonlySet<string> {
  const sent = useMutationState({
    filters: { mutationKey: keyOfRoute(questReviewRoutes.decide), status: 'pending' },
    // Every mutation of this key was given it by useWriting above.
    select: ({ state }) => keyOf((state.variables as { body: Body }).body),
  });
  return new Set(sent);
}
