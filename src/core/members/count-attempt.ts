// How often something that can be guessed is tried. An exact sliding window: each attempt is a row at its moment. The
// count must survive the refusal that it leads to, so this answers and never throws.
import { createHmac } from 'node:crypto';
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { attemptCount } from '#src/db/schema/members.ts';

export interface Attempt {
  /** What is tried by whom, such as `code:idn_…`. Of a phone only `secretWord`. */
  key: string;
  limit: number;
  windowMs: number;
  at: Date;
}

/** Counts one attempt. False: there were `limit` of them within the window already, and this one is not to be made. */
export async function countAttempt(tx: Tx, { key, limit, windowMs, at }: Attempt): Promise<boolean> {
  await holdCount(tx, key);
  const from = new Date(at.getTime() - windowMs);
  await tx
    .delete(attemptCount)
    .where(and(eq(attemptCount.attemptKey, key), lte(attemptCount.windowStart, from)));
  const [row] = await tx
    .select({ made: sql<bigint>`coalesce(sum(${attemptCount.attempts}), 0)::bigint` })
    .from(attemptCount)
    .where(and(eq(attemptCount.attemptKey, key), gt(attemptCount.windowStart, from)));
  if ((row?.made ?? 0n) >= BigInt(limit)) return false;
  await tx
    .insert(attemptCount)
    .values({ attemptKey: key, windowStart: at, attempts: 1 })
    .onConflictDoUpdate({
      target: [attemptCount.attemptKey, attemptCount.windowStart],
      set: { attempts: sql`${attemptCount.attempts} + 1` },
    });
  return true;
}

/** Takes back an attempt that `countAttempt` allowed at this very moment: it turned out not to be one worth counting. */
export async function takeBackAttempt(tx: Tx, { key, at }: Pick<Attempt, 'key' | 'at'>): Promise<void> {
  const same = and(eq(attemptCount.attemptKey, key), eq(attemptCount.windowStart, at));
  await tx
    .update(attemptCount)
    .set({ attempts: sql`greatest(${attemptCount.attempts} - 1, 0)` })
    .where(same);
}

/** Whether the limit is reached, without counting. For what counts only when it goes wrong. */
export async function isUsedUp(db: Reader, { key, limit, windowMs, at }: Attempt): Promise<boolean> {
  const from = new Date(at.getTime() - windowMs);
  const [row] = await db
    .select({ made: sql<bigint>`coalesce(sum(${attemptCount.attempts}), 0)::bigint` })
    .from(attemptCount)
    .where(and(eq(attemptCount.attemptKey, key), gt(attemptCount.windowStart, from)));
  return BigInt(row?.made ?? 0n) >= BigInt(limit);
}

/** Waits for everybody else who counts under this key. Take what many share first: then nobody waits in a circle. */
export async function holdCount(tx: Tx, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/** A stand-in for something personal in a key: tells equal from different and nothing else. */
export function secretWord(value: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`attempt\n${value}`).digest('base64url').slice(0, 22);
}
