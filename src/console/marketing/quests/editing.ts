// What every field of the editor needs to know: in which language words are being written, and what is wrong where.
import { createContext, use } from 'react';
import type { QuestShown } from '#src/contract/quests.ts';
import { LANGUAGES, type Language } from '../../i18n.ts';
import type { QuestDraft, Texts } from './quest-draft.ts';

export interface Editing {
  language: Language;
  /** Sentences by the place that they are about, such as `tasks.3.content.question`. */
  problems: ReadonlyMap<string, string>;
  /** It was launched: what would be unfair to its players stays as it is. */
  launched: boolean;
  /** As it is stored; null before the first save. */
  quest: QuestShown | null;
  /** Saves what is on the screen; null when that failed. */
  save: () => Promise<QuestShown | null>;
  /** Shows what was stored elsewhere. */
  load: (quest: QuestShown) => void;
}

export const EditingContext = createContext<Editing>({
  language: 'uk',
  problems: new Map(),
  launched: false,
  quest: null,
  save: () => Promise.resolve(null),
  load: () => undefined,
});

export const useEditing = () => use(EditingContext);

/** What is wrong at a place or inside of it; undefined when nothing is. */
export function useProblem(place: string): string | undefined {
  const { problems } = useEditing();
  const own = problems.get(place);
  if (own) return own;
  for (const [field, sentence] of problems) if (field.startsWith(`${place}.`)) return sentence;
  return undefined;
}

/** How many places inside of one are wrong. */
export function countProblems(problems: ReadonlyMap<string, string>, place: string): number {
  return [...problems.keys()].filter((field) => field === place || field.startsWith(`${place}.`)).length;
}

/** Words in the language that is being written, or else in any. */
export function inWords(texts: Texts, language: Language): string {
  return texts[language] || LANGUAGES.map((each) => texts[each]).find(Boolean) || '';
}

export interface Section {
  draft: QuestDraft;
  /** What becomes of the draft as it is then: a picture comes some time after it was chosen. */
  onChange: (change: Partial<QuestDraft> | ((before: QuestDraft) => Partial<QuestDraft>)) => void;
}
