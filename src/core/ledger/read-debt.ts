import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { account } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Points } from './points.ts';

/** What returns took back beyond what was there and the next earnings pay; 0 for most. */
export async function readDebt(db: Reader, memberId: MemberId, currency: string): Promise<Points> {
  const [row] = await db
    .select({ owed: account.owed })
    .from(account)
    .where(and(eq(account.memberId, memberId), eq(account.currency, currency)));
  return row?.owed ?? 0n;
}
