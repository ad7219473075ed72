import { Alert, Badge, Button, Kbd } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import type { Review } from '#src/contract/quest-reviews.ts';
import { useFormats } from '../../../parts/formats.ts';
import { RefusalWords } from './refusal-words.tsx';
import css from './review.module.css';
import type { Word } from './use-decisions.ts';
import { useReviewKeys } from './use-review-keys.ts';

/** One photo with what was asked for: yes, no with a word, or take the last one back. */
export function ReviewCard({
  review,
  onWord,
  onUndo,
}: {
  review: Review;
  onWord: (word: Word) => void;
  onUndo: () => void;
}) {
  const { t } = useTranslation();
  const [refusing, setRefusing] = useState(false);
  const approve = () => onWord({ verdict: 'right' });
  const refuse = () => setRefusing(true);
  useReviewKeys({ approve, refuse, undo: onUndo });
  return (
    <div className={css.review}>
      <a
        className={css.photo}
        href={picturePath(review.pictureId)}
        target="_blank"
        rel="noreferrer"
        aria-label={t('questLive.review.open')}
      >
        <img
          src={picturePath(review.pictureId)}
          alt={t('questLive.review.photoOf', { nickname: review.nickname })}
        />
      </a>
      <div className={css.about}>
        <h3>{review.title}</h3>
        <p className={css.question}>{review.question}</p>
        <p className={css.who}>
          <b>{review.nickname}</b>
          {review.isGuest && <Badge color="gray">{t('questLive.guest')}</Badge>}
          <span>{t('questLive.points', { count: review.points })}</span>
        </p>
        <Warnings review={review} />
        {refusing ? (
          <RefusalWords
            onWord={(word) => onWord({ verdict: 'wrong', ...word })}
            onClose={() => setRefusing(false)}
          />
        ) : (
          <div className={css.buttons}>
            <Button size="md" leftSection={<IconCheck size={20} aria-hidden />} onClick={approve}>
              {t('questLive.review.approve')}
            </Button>
            <Button
              size="md"
              variant="default"
              leftSection={<IconX size={20} aria-hidden />}
              onClick={refuse}
            >
              {t('questLive.review.refuse')}
            </Button>
            <p className={css.keys}>
              <Kbd>Enter</Kbd> {t('questLive.review.approve')} · <Kbd>Del</Kbd> {t('questLive.review.refuse')}{' '}
              · <Kbd>Z</Kbd> {t('questLive.review.undo')}
            </p>
          </div>
        )}
      </div>
    </div>
  );
}

/** What makes a photo doubtful, and what was said of those before it. */
function Warnings({ review: { alsoSentBy, refusedBefore } }: { review: Review }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <>
      {alsoSentBy > 0 && (
        <Alert color="red" p="sm">
          {t('questLive.review.alsoSentBy', { count: alsoSentBy })}
        </Alert>
      )}
      {refusedBefore.length > 0 && (
        <ul className={css.before}>
          {refusedBefore.map(({ at, note }) => (
            <li key={at}>
              {t('questLive.review.refusedAt', { at: format.moment(at) })}
              {note && `: ${note}`}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
