// Which cards are in wallets, and which phones want to hear of them.
import { and, eq, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { passDevice, walletPass } from '#src/db/schema/passes.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface PassKeyed {
  memberId: MemberId;
  cardNumber: string;
}

/** Notes that somebody takes the card into a wallet; again changes nothing. */
export async function keepPass(
  tx: Tx,
  { memberId, cardNumber, google = false, at }: PassKeyed & { google?: boolean; at: Date },
): Promise<void> {
  await tx
    .insert(walletPass)
    .values({ memberId, cardNumber, madeAt: at, changedAt: at, inGoogle: google })
    .onConflictDoUpdate({
      target: [walletPass.memberId, walletPass.cardNumber],
      set: { inGoogle: sql`${walletPass.inGoogle} or excluded.in_google` },
    });
}

/** When what the pass shows last changed; null when nobody has it. */
export async function findPassChange(db: Reader, { memberId, cardNumber }: PassKeyed): Promise<Date | null> {
  const [row] = await db
    .select({ changedAt: walletPass.changedAt })
    .from(walletPass)
    .where(and(eq(walletPass.memberId, memberId), eq(walletPass.cardNumber, cardNumber)));
  return row?.changedAt ?? null;
}

/** True when the phone was not registered before. */
export async function registerDevice(
  tx: Tx,
  device: PassKeyed & { deviceId: string; pushToken: string; at: Date },
): Promise<boolean> {
  const { at, ...row } = device;
  await keepPass(tx, { memberId: row.memberId, cardNumber: row.cardNumber, at });
  const [stored] = await tx
    .insert(passDevice)
    .values({ ...row, registeredAt: at })
    .onConflictDoUpdate({
      target: [passDevice.memberId, passDevice.cardNumber, passDevice.deviceId],
      set: { pushToken: row.pushToken },
    })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return stored?.isNew ?? false;
}

export async function unregisterDevice(
  tx: Tx,
  { memberId, cardNumber, deviceId }: PassKeyed & { deviceId: string },
): Promise<void> {
  await tx
    .delete(passDevice)
    .where(
      and(
        eq(passDevice.memberId, memberId),
        eq(passDevice.cardNumber, cardNumber),
        eq(passDevice.deviceId, deviceId),
      ),
    );
}

/** Cards on this phone that have changed after `since`, and when the last of them did. */
export async function listChangedPasses(
  db: Reader,
  { deviceId, since }: { deviceId: string; since: Date | null },
): Promise<{ cardNumbers: string[]; last: Date | null }> {
  const rows = await db
    .select({ cardNumber: walletPass.cardNumber, changedAt: walletPass.changedAt })
    .from(passDevice)
    .innerJoin(
      walletPass,
      and(eq(walletPass.memberId, passDevice.memberId), eq(walletPass.cardNumber, passDevice.cardNumber)),
    )
    .where(
      and(
        eq(passDevice.deviceId, deviceId),
        since ? sql`${walletPass.changedAt} > ${since}::timestamptz` : undefined,
      ),
    )
    .orderBy(walletPass.changedAt);
  return { cardNumbers: rows.map((row) => row.cardNumber), last: rows.at(-1)?.changedAt ?? null };
}
