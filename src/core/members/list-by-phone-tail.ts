import { and, asc, eq, isNotNull, like, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { phone } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Fewer would find half the town. */
export const SHORTEST_TAIL = 4;

/**
 * Whose proven phone ends in these digits (at least four), at most `limit`, in the order of the phones. Nobody is found by
 * fewer digits.
 */
export async function listByPhoneTail(
  db: Reader,
  { tail, limit }: { tail: string; limit: number },
): Promise<MemberId[]> {
  if (tail.length < SHORTEST_TAIL || /\D/.test(tail)) return [];
  const rows = await db
    .select({ memberId: phone.memberId })
    .from(phone)
    .where(
      and(
        // The index knows the last four; the rest is compared.
        eq(sql`right(${phone.phone}, 4)`, tail.slice(-SHORTEST_TAIL)),
        like(phone.phone, `%${tail}`),
        isNotNull(phone.provenAt),
      ),
    )
    .orderBy(asc(phone.phone))
    .limit(limit);
  return rows.map(({ memberId }) => memberId);
}
