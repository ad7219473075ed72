// One connection that is kept: for what belongs to a session of Postgres and ends with it, such as an advisory lock.
import postgres from 'postgres';
import type { Sql } from './client.ts';

/**
 * A pool of exactly one connection, made with the first query and again with the first after a break. `onClose` is
 * called when the session has ended, and everything that belonged to it with it.
 */
export function openSession(url: string, { name, onClose }: { name: string; onClose: () => void }): Sql {
  return postgres(url, {
    max: 1,
    types: { bigint: postgres.BigInt },
    max_lifetime: null,
    connect_timeout: 5,
    backoff: () => 0.2,
    onnotice: () => {},
    onclose: onClose,
    connection: { application_name: name, statement_timeout: 5_000 },
  });
}
