import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_WORDS, REFUSAL_REASONS } from '#src/contract/quest-reviews.ts';
import { useEscape } from '../../../parts/use-escape.ts';
import css from './review.module.css';
import type { Word } from './use-decisions.ts';
import { useNumberKeys } from './use-review-keys.ts';

/** Why not: one of a few words that the player reads in their own language, or one's own. */
export function RefusalWords({
  onWord,
  onClose,
}: {
  onWord: (word: Pick<Word, 'reason' | 'note'>) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  useNumberKeys((number) => {
    const reason = REFUSAL_REASONS[number - 1];
    if (reason) onWord({ reason });
  });
  useEscape(() => {
    // Own words stay.
    if (note === '') onClose();
  });
  return (
    <form
      className={css.refusal}
      onSubmit={(event) => {
        event.preventDefault();
        if (note.trim()) onWord({ note });
      }}
    >
      <p>{t('questLive.review.why')}</p>
      {REFUSAL_REASONS.map((reason, place) => (
        <Button
          key={reason}
          variant="default"
          justify="flex-start"
          leftSection={<b>{place + 1}</b>}
          onClick={() => onWord({ reason })}
          autoFocus={place === 0}
        >
          {t(`questLive.review.reason.${reason}`)}
        </Button>
      ))}
      <Textarea
        label={t('questLive.review.own')}
        description={t('questLive.review.ownHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={MOST_WORDS}
        autosize
        minRows={2}
      />
      <div className={css.buttons}>
        <Button type="submit" disabled={!note.trim()}>
          {t('questLive.review.refuseSo')}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t('common.back')}
        </Button>
      </div>
    </form>
  );
}
