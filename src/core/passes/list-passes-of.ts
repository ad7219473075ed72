import { and, desc, eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { passDevice, walletPass } from '#src/db/schema/passes.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface PassListed {
  cardNumber: string;
  madeAt: Date;
  /** When what it shows last changed. */
  changedAt: Date;
  /** Whether wallets have yet to hear of that. */
  isStale: boolean;
  inGoogle: boolean;
  /** How many phones of Apple's ask for it. */
  applePhones: number;
}

/** A member's cards that lie in wallets, the latest first. */
export async function listPassesOf(db: Reader, memberId: MemberId): Promise<PassListed[]> {
  return await db
    .select({
      cardNumber: walletPass.cardNumber,
      madeAt: walletPass.madeAt,
      changedAt: walletPass.changedAt,
      isStale: sql<boolean>`${walletPass.staleSince} is not null`,
      inGoogle: walletPass.inGoogle,
      applePhones: sql<number>`count(${passDevice.deviceId})::integer`,
    })
    .from(walletPass)
    .leftJoin(
      passDevice,
      and(eq(passDevice.memberId, walletPass.memberId), eq(passDevice.cardNumber, walletPass.cardNumber)),
    )
    .where(eq(walletPass.memberId, memberId))
    .groupBy(walletPass.memberId, walletPass.cardNumber)
    .orderBy(desc(walletPass.madeAt));
}
