// What must stay as it was when a quest is launched: people have answered and won by it. The right answer of a task is
// mended by fix-task.ts, which judges anew what was answered already.
import { isDeepStrictEqual } from 'node:util';
import type { ProblemKey } from '#src/lib/i18n.ts';
import type { Problem } from '#src/lib/problem.ts';
import type { WholeQuest } from '../read-quest.ts';
import { draftOf } from './draft-of.ts';
import type { QuestDraft } from './quest-draft.ts';

const TERMS = ['openTo', 'audience', 'controlPercent', 'paysAfter', 'team'] as const;

export function findFrozen(whole: WholeQuest, draft: QuestDraft, at: Date): Problem[] {
  const before = draftOf(whole);
  const problems: Problem[] = [];
  const refuse = (field: string, problem: ProblemKey = 'quest.frozen') =>
    problems.push({ field, problem, values: {} });

  for (const field of TERMS)
    if (!isDeepStrictEqual(before.terms[field], draft.terms[field])) refuse(`terms.${field}`);
  const hasBegun = before.startsAt !== null && before.startsAt <= at;
  if (hasBegun && before.startsAt?.getTime() !== draft.startsAt?.getTime()) refuse('startsAt');
  if (draft.budget !== null && draft.budget < whole.quest.spent) refuse('budget', 'quest.budgetSpent');
  if (draft.chapters.length < before.chapters.length) refuse('chapters', 'quest.chapterGone');
  const known = new Map(before.tasks.map((task) => [task.taskKey, task]));
  for (const [place, task] of draft.tasks.entries()) {
    const old = known.get(task.taskKey);
    if (!old) continue;
    if (old.points !== task.points) refuse(`tasks.${place}.points`);
    if (!isDeepStrictEqual(askOf(old), askOf(task))) refuse(`tasks.${place}.content.ask`, 'quest.fixInstead');
  }
  for (const [place, old] of before.prizes.entries()) {
    const next = draft.prizes[place];
    const path = `prizes.${place}`;
    if (!next) {
      refuse(path, 'quest.prizeGone');
      continue;
    }
    for (const field of ['prize', 'goesTo', 'qualifies'] as const)
      if (!isDeepStrictEqual(old[field], next[field])) refuse(`${path}.${field}`);
    const left = next.stock ?? Number.POSITIVE_INFINITY;
    if (left < (old.stock ?? Number.POSITIVE_INFINITY)) refuse(`${path}.stock`, 'quest.stockShrinks');
  }
  return problems;
}

/** A token that is left out stays the one there is. */
function askOf({ content }: QuestDraft['tasks'][number]) {
  const { ask } = content;
  return ask.type === 'qr' ? { ...ask, token: '' } : ask;
}
