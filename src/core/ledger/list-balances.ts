import { and, eq, ne } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { account } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Points } from './points.ts';

/** What a member has of the other currencies; those they never had are absent. */
export async function listOtherBalances(
  db: Reader,
  memberId: MemberId,
): Promise<{ currency: string; balance: Points }[]> {
  return await db
    .select({ currency: account.currency, balance: account.balance })
    .from(account)
    .where(and(eq(account.memberId, memberId), ne(account.currency, 'points')))
    .orderBy(account.currency);
}
