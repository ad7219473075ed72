// The log: JSON lines of identifiers and numbers. What could carry a person or a secret is taken out even when
// somebody logs it by mistake.
import { type DestinationStream, type Logger, pino } from 'pino';

const NEVER = [
  'phone',
  'name',
  'memberName',
  'shownName',
  'token',
  'password',
  'secret',
  'authorization',
  'cookie',
];

/** A logger that writes at `level` and above, to standard output unless told where. */
export function makeLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NEVER.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '…' },
  };
  return to ? pino(options, to) : pino(options);
}
