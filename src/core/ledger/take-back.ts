import type { Reader, Tx } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { listSelves } from '../members/list-selves.ts';
import { readSettledTransfer } from './list-receipt-transfers.ts';
import type { TransferRow } from './list-transfers.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { findTransfer } from './read-transfer.ts';

export interface TakeBack {
  /** Who has the points now; the caller has locked their standing. */
  memberId: MemberId;
  /** The gain that is taken back: theirs, or of whoever became part of them. */
  of: { transferId: TransferId } | { key: string };
  /** The most that is taken; all of it when left out. */
  most?: Points;
  key: string;
  reason: Readonly<Record<string, unknown>>;
  at: Date;
}

/**
 * Takes back what a transfer brought, by one that names it: out of the lots it made, then out of all others, and what is spent
 * already is owed. What has expired unused, or was taken back before, is not taken twice. Returns what was taken, 0 for nothing.
 */
export async function takeBack(tx: Tx, { memberId, of, most, key, reason, at }: TakeBack): Promise<Points> {
  const gain = await findGain(tx, memberId, of);
  if (!gain) return 0n;
  const settled = await readSettledTransfer(tx, gain);
  const left = settled.amount - settled.expired - settled.reversed;
  const amount = most !== undefined && most < left ? most : left;
  if (amount <= 0n) return 0n;
  await postTransfer(tx, {
    memberId,
    kind: 'reverse',
    currency: settled.currency,
    amount: -amount,
    account: 'issued',
    key,
    reverses: gain.transferId,
    reason,
    lotIds: settled.lotIds,
    canOwe: true,
    occurredAt: at,
    recordedAt: at,
  });
  return amount;
}

async function findGain(db: Reader, memberId: MemberId, of: TakeBack['of']): Promise<TransferRow | null> {
  for (const self of await listSelves(db, memberId)) {
    const found = await findTransfer(db, { memberId: self, ...of });
    if (found) return found;
  }
  return null;
}
