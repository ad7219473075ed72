// Daily caps: a counter that a single statement raises only as far as the cap allows, in the transaction of the points. Whoever
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
  // The first of a day makes the row; whoever comes after it, or at the same moment, raises it as far as the cap allows.
  const [counted] = await tx.execute(sql`
    insert into issuing_day as d (holder, currency, day, issued, cap, alerted_at)
    select ${holder}, ${currency}, ${day}::date, n.points, n.cap,
      case when n.points * 5 >= n.cap * 4 then ${at}::timestamptz end
    from (select ${points}::bigint as points, ${most}::bigint as cap) n where n.cap is null or n.points <= n.cap
    on conflict (holder, currency, day) do update set issued = d.issued + excluded.issued, cap = excluded.cap,
      alerted_at = coalesce(d.alerted_at,
        case when (d.issued + excluded.issued) * 5 >= excluded.cap * 4 then ${at}::timestamptz end)
    where excluded.cap is null or d.issued + excluded.issued <= excluded.cap
    returning 1`);
  if (counted) return;
  const [row] = await tx.execute<{ issued: bigint }>(sql`
    select issued from issuing_day where holder = ${holder} and currency = ${currency} and day = ${day}`);
  throw capReached({ cap: cap ?? 0n, issued: row?.issued ?? 0n, timeZone, at });
}

/** Refusal `issuing_cap` {left, cap, seconds, startsAnewAt}. */
export function capReached({
  cap,
  issued,
  timeZone,
  at,
}: Pick<Issued, 'timeZone' | 'at'> & { cap: bigint; issued: bigint }): Refusal {
  const left = cap - issued;
  const startsAnewAt = new Date(startOfDay(at.getTime(), timeZone, 1));
  return new Refusal('issuing_cap', {
    left: Number(left > 0n ? left : 0n),
    cap: Number(cap),
    seconds: Math.ceil((startsAnewAt.getTime() - at.getTime()) / 1000),
    startsAnewAt: startsAnewAt.toISOString(),
  });
}
