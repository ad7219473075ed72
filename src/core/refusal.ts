// The one error that the business throws. A throw rolls the transaction back, so a refused operation leaves nothing
// half done.
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import type { Problem } from '#src/lib/problem.ts';
import type { RefusalCode } from './refusal-codes.ts';

/** What the sentence of a refusal needs: numbers and short words, never personal data. */
export type RefusalDetails = Record<string, string | number>;

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  /** Of what was filled in wrongly: each field, and why. */
  readonly problems: readonly Problem[];

  constructor(code: RefusalCode, details: RefusalDetails = {}, problems: readonly Problem[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
    this.problems = problems;
  }
}

/** Refusal invalid_input {field, problem} for one field. */
export function invalidField(field: string, problem: ProblemKey, values: Values = {}): Refusal {
  return invalidFields([{ field, problem, values }]);
}

/** Refusal invalid_input {field, problem}, told of the first one; the others come along. */
export function invalidFields(problems: readonly Problem[]): Refusal {
  const [first] = problems;
  return new Refusal('invalid_input', first && { field: first.field, problem: first.problem }, problems);
}
