// The log: JSON lines of identifiers and numbers. What could carry a person or a secret is taken out even when
// somebody logs it by mistake.
import { type Logger, pino } from 'pino';

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

/** A logger that writes to standard output at `level` and above. */
export function makeLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NEVER.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '…' },
  });
}
