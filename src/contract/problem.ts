// What the contract's own checks complain of: a key of a sentence, which the server says in the reader's language.

type ContractProblem =
  | 'cardDigits'
  | 'codeOrPhone'
  | 'colour'
  | 'identifier'
  | 'latinWord'
  | 'login'
  | 'month'
  | 'monthDay'
  | 'notValid'
  | 'oneOfThree'
  | 'picture'
  | 'plainLine'
  | 'receiptNumber'
  | 'shopKey'
  | 'sixDigits'
  | 'slipNumber'
  | 'timeOfDay'
  | 'timeZone';

/** The complaint of a schema, with the one value that its sentence may need. */
export function problem(key: ContractProblem, what = ''): string {
  return `problem:${key} ${what}`.trimEnd();
}
