import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { questReviewRoutes, type ReviewQueue } from '#src/contract/quest-reviews.ts';
import { reading } from '../../../api/api-queries.ts';
import { Answer } from '../../../parts/answer.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import { LastDecision } from './last-decision.tsx';
import css from './live.module.css';
import { QuestFrame } from './quest-frame.tsx';
import { ReviewCard } from './review-card.tsx';
import { StaffChats } from './staff-chats.tsx';
import { keyOf, useDecisions } from './use-decisions.ts';
import { useWaitWords } from './use-wait-words.ts';

const LOOK_EVERY_MS = 10_000;

/** Photos that wait, one at a time, by the keyboard alone if one likes. */
export function ReviewsScreen() {
  const { questId = '' } = useParams();
  const queue = useQuery({
    ...reading(questReviewRoutes.listReviews, { params: { questId } }),
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <QuestFrame questId={questId}>
      {() => (
        <>
          <Answer of={queue}>{(data) => <Queue questId={questId} queue={data} />}</Answer>
          <StaffChats />
        </>
      )}
    </QuestFrame>
  );
}

function Queue({ questId, queue }: { questId: string; queue: ReviewQueue }) {
  const { t } = useTranslation();
  const format = useFormats();
  const waited = useWaitWords();
  const { gone, last, failed, hold, undo } = useDecisions(questId);
  const rest = queue.reviews.filter((review) => !gone.has(keyOf(review)));
  const decided = queue.reviews.length - rest.length;
  const [next] = rest;
  return (
    <>
      {failed && (
        <div>
          <p className={css.explains}>
            {t('questLive.review.notSent', { nickname: failed.decision.review.nickname })}
          </p>
          <FailureNote failure={failed.error} />
        </div>
      )}
      {next ? (
        <Sheet
          title={t('questLive.review.waiting', { count: Math.max(1, queue.waiting - decided) })}
          actions={
            <span className={css.beside}>
              {t('questLive.review.oldest', {
                time: waited(next.attemptedAt),
                at: format.moment(next.attemptedAt),
              })}
            </span>
          }
        >
          <ReviewCard
            key={keyOf(next)}
            review={next}
            onWord={(word) => hold({ review: next, ...word })}
            onUndo={undo}
          />
        </Sheet>
      ) : (
        <Sheet>
          <EmptyState title={t('questLive.review.none')} text={t('questLive.review.noneText')} />
        </Sheet>
      )}
      {last && <LastDecision decision={last} onUndo={undo} />}
    </>
  );
}
