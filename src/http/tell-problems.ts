// What was filled in wrongly, field by field, in the reader's language.
import type { ErrorBody } from '#src/contract/words.ts';
import type { Refusal } from '#src/core/refusal.ts';
import { problemSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import type { Problem } from '#src/lib/problem.ts';

/** As many as a sentence can hold; the list has all. */
const MOST_NAMED = 3;

type FieldProblem = NonNullable<ErrorBody['error']['fields']>[number];

/** One problem, as the screens of rules and offers show it: the clause, and where. */
export function tellProblem({ field, problem, values }: Problem, language: Language) {
  return { path: field, sentence: problemSentence(language, problem, values) };
}

export function listProblems({ problems }: Refusal, language: Language): FieldProblem[] {
  return problems.map(({ field, problem, values }) => ({
    field,
    problem,
    message: problemSentence(language, problem, values),
  }));
}

/** ` lines.0.sku: must not be empty; …`, to follow the sentence of the refusal; empty when nothing is named. */
export function nameProblems(problems: readonly FieldProblem[]): string {
  if (problems.length === 0) return '';
  const named = problems.slice(0, MOST_NAMED).map(({ field, message }) => `${field}: ${message}`);
  return ` ${named.join('; ')}${problems.length > MOST_NAMED ? '; …' : '.'}`;
}
