// The two ways in which a request fails: the server said no, or nothing that we can read came back.
import type { ErrorBody } from '#src/contract/words.ts';

/** The server's refusal or fault, in words for the person at the screen. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ErrorBody['error']['details'];
  readonly fields: NonNullable<ErrorBody['error']['fields']>;
  readonly reference: string | undefined;

  constructor(status: number, error: ErrorBody['error']) {
    super(error.message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = error.code;
    this.details = error.details;
    this.fields = error.fields ?? [];
    this.reference = error.reference;
  }
}

/** Whether the request was carried out is not known: no answer, or none that could be read. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'NoAnswer';
  }
}

/** Whether the server was not there for it, or only in part: it may be tried again later, unchanged. */
export function isAway(failure: unknown): boolean {
  return failure instanceof NoAnswer || (failure instanceof ApiFailure && failure.status === 503);
}
