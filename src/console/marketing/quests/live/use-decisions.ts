// Decisions that can be taken back: each is sent some seconds after it was made, or with the next one. Whoever closes the
// page meanwhile finds the photo in the queue again.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { questReviewRoutes, type Review, type ReviewQueue } from '#src/contract/quest-reviews.ts';
import type { BodyOf } from '#src/contract/route.ts';
import { reading, useWriting } from '../../../api/api-queries.ts';

const UNDO_MS = 6_000;

type Body = BodyOf<typeof questReviewRoutes.decide>;
export type Word = Pick<Body, 'verdict' | 'reason' | 'note'>;
export interface Decision extends Word {
  review: Review;
}

export const keyOf = ({ playerId, attemptKey }: Pick<Review, 'playerId' | 'attemptKey'>) =>
  `${playerId} ${attemptKey}`;

export function useDecisions(questId: string) {
  const cache = useQueryClient();
  const decide = useWriting(questReviewRoutes.decide, { stale: [questReviewRoutes.listReviews] });
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

  /** Whoever comes back to the screen before the answer is there reads what was remembered, without what is decided. */
  const remember = (change: (reviews: Review[]) => Review[]) => {
    const { queryKey } = reading(questReviewRoutes.listReviews, { params: { questId } });
    // What is on its way was asked before.
    void cache.cancelQueries({ queryKey });
    cache.setQueryData(queryKey, (queue): ReviewQueue | undefined => {
      if (!queue) return queue;
      const reviews = change(queue.reviews);
      return { ...queue, reviews, waiting: queue.waiting + reviews.length - queue.reviews.length };
    });
  };

  const send = useEffectEvent((decision: Decision) => {
    const { review, ...word } = decision;
    const { playerId, attemptKey } = review;
    remember((reviews) => reviews.filter((each) => keyOf(each) !== keyOf(review)));
    decide.mutate(
      { params: { questId }, body: { playerId, attemptKey, ...word } },
      {
        onError: (error) => {
          // It is not decided: back into the queue, with why.
          remember((reviews) => [review, ...reviews.filter((each) => keyOf(each) !== keyOf(review))]);
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

  return { gone, last, failed, isSending: decide.isPending, hold, undo };

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
