// Daily caps: a counter that a single UPDATE raises only as far as the cap allows, in the transaction of the points. Whoever
// is second waits for the first one's commit and counts on from there, so no number of callers passes a cap.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { ApiKeyId, PartnerId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { localDay } from '../receipts/local-day.ts';
import { Refusal } from '../refusal.ts';

export interface Issued {
  holder: PartnerId | ApiKeyId;
  currency: string;
  points: bigint;
  /** Null: counted without a cap. */
  cap: bigint | null;
  timeZone: string;
  at: Date;
}

/**
 * Counts points towards the holder's day. It holds the counter until the transaction ends: let it come last. Throws Refusal
 * `issuing_cap` {left, cap, seconds, startsAnewAt}.
 */
export async function countIssued(tx: Tx, issued: Issued): Promise<void> {
  const { holder, currency, cap, timeZone, at } = issued;
  const day = localDay(at.getTime(), timeZone);
  const points = issued.points.toString();
  const most = cap === null ? null : cap.toString();
  await tx.execute(sql`
    insert into issuing_day (holder, currency, day) values (${holder}, ${currency}, ${day}) on conflict do nothing`);
  const [counted] = await tx.execute(sql`
    update issuing_day set issued = issued + ${points}::bigint, cap = ${most}::bigint,
      alerted_at = coalesce(alerted_at,
        case when (issued + ${points}::bigint) * 5 >= ${most}::bigint * 4 then ${at}::timestamptz end)
    where holder = ${holder} and currency = ${currency} and day = ${day}
      and (${most}::bigint is null or issued + ${points}::bigint <= ${most}::bigint)
    returning 1`);
  if (counted) return;
  const [row] = await tx.execute<{ issued: bigint }>(sql`
    select issued from issuing_day where holder = ${holder} and currency = ${currency} and day = ${day}`);
  const left = (cap ?? 0n) - (row?.issued ?? 0n);
  const startsAnewAt = new Date(startOfDay(at.getTime(), timeZone, 1));
  throw new Refusal('issuing_cap', {
    left: Number(left > 0n ? left : 0n),
    cap: Number(cap ?? 0n),
    seconds: Math.ceil((startsAnewAt.getTime() - at.getTime()) / 1000),
    startsAnewAt: startsAnewAt.toISOString(),
  });
}
