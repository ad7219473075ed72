/** A file that cannot be read at all; each code has its sentence in the locales (web.json, imports). */
export type FileProblem =
  | 'empty'
  | 'not_text'
  | 'too_many_columns'
  | 'quote_open'
  | 'columns_missing'
  | 'fault';

export class ImportFileError extends Error {
  readonly problem: FileProblem;
  readonly details: Record<string, string | number>;

  constructor(problem: FileProblem, details: Record<string, string | number> = {}) {
    super(problem);
    this.name = 'ImportFileError';
    this.problem = problem;
    this.details = details;
  }
}
