import type { Given } from '../../answer.ts';
import { judgeAnswer } from '../../judge-answer.ts';
import type { TaskAsk } from '../../task-content.ts';

/** Types whose right answer staff may have written down wrongly. */
const FIXABLE = ['quiz', 'text', 'code'] as const;
export type FixableAsk = Extract<TaskAsk, { type: (typeof FIXABLE)[number] }>;

export function isFixable(ask: TaskAsk): ask is FixableAsk {
  return FIXABLE.some((type) => type === ask.type);
}

/** Whether a stored answer is right by `ask`. */
export function isRightBy(ask: FixableAsk, given: unknown): boolean {
  // Only answers that were judged by a task of the same type are stored with it.
  return judgeAnswer(ask, given as Given, { isMember: true, stores: [], counted: 0 }).verdict === 'right';
}
