// The way to move points for everything but receipts (those go through post_receipts, many at once).

import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import {
  type HoldId,
  type LotId,
  type MemberId,
  newId,
  type ReceiptId,
  type TransferId,
} from '#src/lib/id.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import { Refusal } from '../refusal.ts';
import { type Points, toJson } from './points.ts';

/** The programme's own accounts, the other side of every transfer. */
export type ProgrammeAccount = 'issued' | 'burnt' | 'expired' | 'adjusted' | 'moved';

/** Part of a gain. */
export interface NewLot {
  amount: Points;
  /** From when it can be burnt; occurredAt when left out. Of no meaning when it waits for an action. */
  activeAt?: Date | undefined;
  /** When it expires; never when left out. */
  expiresAt?: Date | null | undefined;
  /** The action that makes it active. */
  waitsFor?: string | null | undefined;
}

export interface TransferInput {
  memberId: MemberId;
  kind:
    | 'earn'
    | 'burn'
    | 'welcome'
    | 'expire'
    | 'adjust'
    | 'move'
    | 'reverse'
    | 'gift'
    | 'stamp'
    | 'reward'
    | 'friend'
    | 'quest'
    | 'challenge';
  /** `points` when left out. */
  currency?: string;
  /** Signed: what the member gains or loses; never zero. */
  amount: Points;
  account: ProgrammeAccount;
  /** Unique for the member: the same key with the same input is the same transfer, however often it is posted. */
  key: string;
  /** Why, as data for a sentence; part of the input that the key stands for. */
  reason?: Readonly<Record<string, unknown>>;
  receiptId?: ReceiptId;
  occurredAt: Date;
  recordedAt: Date;
  /** A gain of one lot: from when it can be burnt (occurredAt when left out) and when it expires (never when left out). */
  activeAt?: Date;
  expiresAt?: Date | null;
  /** A gain of several lots, instead of the two above; they sum to the amount. */
  lots?: NewLot[];
  /** A loss: out of this lot alone, whether it is active or not. */
  lotId?: LotId;
  /** A loss: out of what this hold keeps. The caller settles the hold. */
  holdId?: HoldId;
  /** A loss that may leave a debt: out of `lotIds` first, then out of all others; what is still missing is owed. */
  lotIds?: LotId[];
  canOwe?: true;
  reverses?: TransferId;
}

export interface Transferred {
  outcome: 'posted' | 'replayed';
  transferId: TransferId;
  /** The member's balance after it, below zero when more is owed than is there; on a replay the balance of now. */
  balance: Points;
}

/**
 * Posts one transfer: both entries, the lots or the draw from lots, and the balance. A gain first pays what is owed.
 * Throws Refusal `insufficient_points` {available}, `key_reused` (same key, another input), `member_not_found`.
 */
export async function postTransfer(tx: Tx, input: TransferInput): Promise<Transferred> {
  const [transferred] = await postTransfers(tx, [input]);
  if (!transferred) throw new Error('post_transfer answered nothing');
  return transferred;
}

/** Posts several transfers in one statement, in their order, and answers in the same order. Throws as postTransfer. */
export async function postTransfers(tx: Tx, inputs: TransferInput[]): Promise<Transferred[]> {
  const items = inputs.map((input) => {
    const lots = lotsOf(input);
    return { ...input, lots, transferId: newId('trf', input.recordedAt.getTime()), hash: hashOf(input) };
  });
  const rows = await tx.execute<PostTransferRow>(sql`
    select posted.* from jsonb_array_elements(${toJson(items)}::text::jsonb) with ordinality as item(p, item_no)
      cross join lateral post_transfer(item.p) as posted
    order by item_no`);
  return rows.map(transferred);
}

/** The lots of a gain as post_transfer reads them; undefined for a loss. */
function lotsOf(input: TransferInput): object[] | undefined {
  if (input.amount === 0n) throw new Error('a transfer moves something');
  if (input.amount < 0n) return undefined;
  const { amount, activeAt, expiresAt } = input;
  const lots = input.lots ?? [{ amount, activeAt, expiresAt }];
  if (lots.some((lot) => lot.amount <= 0n) || lots.reduce((sum, lot) => sum + lot.amount, 0n) !== amount)
    throw new Error('the lots of a transfer sum to its amount');
  return lots.map((lot: NewLot) => (lot.waitsFor ? { ...lot, activeAt: 'infinity' } : lot));
}

/** The lot that a gain of a single lot made. */
export function lotOf(transferId: TransferId): LotId {
  return `lot_${transferId.slice('trf_'.length)}`;
}

function transferred(row: PostTransferRow): Transferred {
  switch (row.outcome) {
    case 'posted':
    case 'replayed':
      return { outcome: row.outcome, transferId: row.transfer_id, balance: row.balance };
    case 'insufficient_points':
      throw new Refusal('insufficient_points', { available: Number(row.balance) });
    case 'key_reused':
      throw new Refusal('key_reused');
    case 'no_account':
      throw new Refusal('member_not_found');
  }
}

interface PostTransferRow extends Record<string, unknown> {
  outcome: 'posted' | 'replayed' | 'insufficient_points' | 'key_reused' | 'no_account';
  transfer_id: TransferId;
  balance: bigint;
}

/** What the key stands for: everything that was asked, but not when it was recorded. */
function hashOf({ recordedAt: _recorded, ...input }: TransferInput): string {
  return inputHash(toJson(input));
}
