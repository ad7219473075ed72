// A photo as a group of the staff sees it: what was asked and a nickname, never a phone or a name.
import { botSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import { type Button, escapeRich, type RichText } from '../../../deliveries/prompt.ts';
import type { Task } from '../../read-quest.ts';
import { REFUSAL_REASONS, type RefusalReason } from '../refusal-reasons.ts';

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

export interface Decision {
  verdict: 'right' | 'wrong';
  /** Empty: nobody whose name is known, such as another system. */
  by: string;
  /** What the player has read; null: nothing. */
  note: string | null;
}

export function composeDecided(review: ShownReview, { verdict, by, note }: Decision): RichText {
  const { language } = review;
  const word = botSentence(language, `questReview.${verdict}`);
  const decided = `${composeReview(review)}\n\n<b>${word}</b>${by && `: ${escapeRich(by)}`}`;
  return note
    ? `${decided}\n${botSentence(language, 'questReview.told', { note: escapeRich(note) })}`
    : decided;
}

/** Why not is chosen by the press that refuses: a group takes only so many changes of its messages a minute. */
export function reviewButtons(postId: string, language: Language): Button[][] {
  const refusals = REFUSAL_REASONS.map((reason) => ({
    label: botSentence(language, `questReview.because.${reason}`),
    action: `review.wrong.${reason}:${postId}`,
  }));
  const approve = botSentence(language, 'questReview.approve');
  return [
    [{ label: approve, action: `review.right:${postId}`, tone: 'primary' }],
    refusals.slice(0, 2),
    refusals.slice(2),
    [{ label: botSentence(language, 'questReview.refuse'), action: `review.wrong:${postId}` }],
  ];
}

export interface ReviewPress {
  verdict: 'right' | 'wrong';
  /** Null: none is told, or it is right. */
  reason: RefusalReason | null;
  postId: string;
}

/** What a button under a photo says; null for any other. */
export function readReviewAction(action: string): ReviewPress | null {
  const [, verdict, word, postId] =
    /^review\.(?:(right)|wrong(?:\.([a-zA-Z]{1,20}))?):(dlv_[0-9a-z]{1,40})$/.exec(action) ?? [];
  const reason = REFUSAL_REASONS.find((each) => each === word) ?? null;
  if (!postId || (word !== undefined && reason === null)) return null;
  return { verdict: verdict ? 'right' : 'wrong', reason, postId };
}
