// What a failed query means for the one who asked, by SQLSTATE and by the driver's own codes.
// SQLSTATEs: postgresql.org/docs/18/errcodes-appendix.html
import { PoolTimeoutError } from './client-gate.ts';

/** We have more to do than we can, or somebody holds what we need for too long: nothing was written. */
export class BusyError extends Error {
  override name = 'BusyError';
}

/**
 * `unavailable`: try later, nothing is wrong with the request (503). `conflict`: somebody else got there first, the
 * same request may do better now. `other`: a bug, or an error that the caller should have known about.
 */
export type DatabaseErrorKind = 'unavailable' | 'conflict' | 'other';

const UNAVAILABLE = new Set([
  // No connection, or it broke.
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  // Too much to do, or no room.
  '53000', // insufficient_resources
  '53100', // disk_full
  '53200', // out_of_memory
  '53300', // too_many_connections
  '57014', // query_canceled: statement_timeout, or `within`
  '55P03', // lock_not_available: lock_timeout
  '58030', // io_error
  // The standby that was read from, or the primary while it changes.
  '25006', // read_only_sql_transaction
]);

const CONFLICT = new Set([
  '23505', // unique_violation
  '23P01', // exclusion_violation
  '40001', // serialization_failure
  '40P01', // deadlock_detected
]);

/** Of the conflicts, those in which Postgres itself asks to try again; the others meet the same row again. */
const PASSING = new Set(['40001', '40P01']);

/** Sorts an error of either pool, also one that drizzle has wrapped. */
export function databaseError(error: unknown): DatabaseErrorKind {
  // A cause may be its own cause; nobody nests them this deep.
  for (let depth = 0; depth < 8 && error instanceof Error; depth++) {
    if (error instanceof PoolTimeoutError || error instanceof BusyError) return 'unavailable';
    if ('code' in error && typeof error.code === 'string') {
      // Class 08: connection exceptions.
      if (UNAVAILABLE.has(error.code) || /^08\w{3}$/.test(error.code)) return 'unavailable';
      if (CONFLICT.has(error.code)) return 'conflict';
    }
    error = error.cause;
  }
  return 'other';
}

/** Whether the very same request may well succeed in a moment: the database is away, or two got in each other's way. */
export function mayPass(error: unknown): boolean {
  const kind = databaseError(error);
  if (kind !== 'conflict') return kind === 'unavailable';
  for (let depth = 0; depth < 8 && error instanceof Error; depth++) {
    if ('code' in error && typeof error.code === 'string' && PASSING.has(error.code)) return true;
    error = error.cause;
  }
  return false;
}
