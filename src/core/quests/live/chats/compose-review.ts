// A photo as a group of the staff sees it: what was asked and a nickname, never a phone or a name.
import { botSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import { type Button, escapeRich, type RichText } from '../../../deliveries/prompt.ts';
import type { Task } from '../../read-quest.ts';

export interface ShownReview {
  quest: Texts;
  task: Task | undefined;
  nickname: string;
  language: Language;
}

/** A caption holds 1,024 characters, and what was decided stands below. */
const MOST_QUESTION = 500;

export function composeReview({ quest, task, nickname, language }: ShownReview): RichText {
  const question = textIn(task?.content.question ?? {}, language);
  const short = question.length > MOST_QUESTION ? `${question.slice(0, MOST_QUESTION)}…` : question;
  return botSentence(language, 'questReview.post', {
    quest: escapeRich(textIn(quest, language)),
    task: escapeRich(textIn(task?.content.titles ?? {}, language)),
    question: escapeRich(short.toWellFormed()),
    nickname: escapeRich(nickname),
    count: task?.points ?? 0,
  });
}

/** `by` empty: nobody whose name is known, such as another system. */
export function composeDecided(
  review: ShownReview,
  { verdict, by }: { verdict: 'right' | 'wrong'; by: string },
): RichText {
  const word = botSentence(review.language, `questReview.${verdict}`);
  return `${composeReview(review)}\n\n<b>${word}</b>${by && `: ${escapeRich(by)}`}`;
}

export function reviewButtons(postId: string, language: Language): Button[][] {
  return [
    [
      {
        label: botSentence(language, 'questReview.approve'),
        action: `review.right:${postId}`,
        tone: 'primary',
      },
      { label: botSentence(language, 'questReview.refuse'), action: `review.wrong:${postId}` },
    ],
  ];
}

/** What a button under a photo says; null for any other. */
export function readReviewAction(action: string): { verdict: 'right' | 'wrong'; postId: string } | null {
  const [, verdict, postId] = /^review\.(right|wrong):(dlv_[0-9a-z]{1,40})$/.exec(action) ?? [];
  return postId && (verdict === 'right' || verdict === 'wrong') ? { verdict, postId } : null;
}
