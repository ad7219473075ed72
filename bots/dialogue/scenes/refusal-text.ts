import { refusalSentence } from '#src/lib/i18n.ts';
import type { Outcome } from '../command.ts';
import type { View } from '../scene.ts';

/** What a refusal says in the person's language. Details are numbers and short words of ours, so no markup hides there. */
export function refusalText({ refusal }: Extract<Outcome, { kind: 'refused' }>, { language }: View): string {
  return refusalSentence(language, refusal.code, refusal.details);
}
