// What a system has asked for before, by its own key: asking the very same again changes nothing.

import { and, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { transferOrigin } from '#src/db/schema/partners.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import { toJson } from '../ledger/points.ts';
import { localDay } from '../receipts/local-day.ts';
import { Refusal } from '../refusal.ts';
import { type Caller, holderOf } from './partner-shape.ts';

export type AskedTransfer = typeof transferOrigin.$inferSelect;

/** The transfer that this system has named so; null when there is none. */
export async function findAsked(db: Reader, by: Caller, key: string): Promise<AskedTransfer | null> {
  const [row] = await db
    .select()
    .from(transferOrigin)
    .where(and(eq(transferOrigin.askedBy, holderOf(by)), eq(transferOrigin.askKey, key)));
  return row ?? null;
}

export interface Origin {
  by: Caller;
  key: string;
  kind: AskedTransfer['kind'];
  /** What the key stands for. */
  hash: string;
  memberId: MemberId;
  transferId: TransferId;
  currency: string;
  reference?: string;
  returns?: string;
  timeZone: string;
  at: Date;
}

/** Writes down who asked for a transfer. Throws Refusal `key_reused` when somebody was quicker with the same key. */
export async function noteOrigin(tx: Tx, origin: Origin): Promise<void> {
  const {
    by,
    key,
    kind,
    hash,
    memberId,
    transferId,
    currency,
    reference = '',
    returns = null,
    timeZone,
    at,
  } = origin;
  const [noted] = await tx
    .insert(transferOrigin)
    .values({
      askedBy: holderOf(by),
      askKey: key,
      inputHash: hash,
      memberId,
      transferId,
      currency,
      kind,
      partnerId: by.partnerId,
      keyId: by.keyId,
      reference,
      returns,
      day: localDay(at.getTime(), timeZone),
      recordedAt: at,
    })
    .onConflictDoNothing()
    .returning({ askKey: transferOrigin.askKey });
  if (!noted) throw new Refusal('key_reused');
}

/** What a key stands for, as far as the caller can tell it apart. */
export function askHash(...parts: (string | bigint | null)[]): string {
  return inputHash(toJson(parts));
}
