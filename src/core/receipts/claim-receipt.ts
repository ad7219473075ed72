// Registration by receipt: who brings the code of a slip gets the points of that receipt, by the rules of its time.
import { and, eq, getTableColumns } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receiptKey, receipt as receiptTable } from '#src/db/schema/receipts.ts';
import type { MemberId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import type { RefusalCode } from '../refusal-codes.ts';
import type { KnownRulesReader } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { acceptReceiptIn } from './accept-burn.ts';
import { applyReturnsOf } from './apply-waiting-returns.ts';
import { readClaimCode } from './claim-code.ts';
import { lockWaitingReturns } from './lock-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import type { AcceptedReceipt } from './receipt-input.ts';
import { lockByClaimCode, noteClaimed } from './record-anonymous.ts';
import { readTold } from './settled-receipt.ts';
import { isWhollyReturned } from './wait-with-return.ts';

export interface ClaimReceipt {
  claimCode: string;
  memberId: MemberId;
  at: Date;
  known: KnownProgramme;
  rules: KnownRulesReader;
}

const TOLD_WITH_A_CARD: ReadonlySet<RefusalCode> = new Set(['receipt_differs', 'receipt_told_before']);

/**
 * Books the receipt for the member, with the returns that came before. Claiming again one's own answers as the first
 * time. Throws Refusal `claim_not_found`, `claim_used`, `claim_expired`, `already_returned`, and those of the desk.
 */
export async function claimReceipt(tx: Tx, input: ClaimReceipt): Promise<AcceptedReceipt> {
  const { memberId, at, known, rules } = input;
  const claimCode = readClaimCode(input.claimCode);
  const found = claimCode ? await lockByClaimCode(tx, claimCode) : null;
  if (!claimCode || !found) throw new Refusal('claim_not_found');
  const { receipt, claimedBy } = found;
  if (claimedBy !== null) {
    const holder = await memberNow(tx, claimedBy);
    if (holder !== (await memberNow(tx, memberId))) throw new Refusal('claim_used');
    return await claimedBefore(tx, { receipt, holder });
  }
  // A return that is under way waits for this, or this for it: none is left to wait for the worker.
  await lockWaitingReturns(tx, receipt);
  if (found.claimUntil <= at) throw new Refusal('claim_expired');
  if (await isWhollyReturned(tx, receipt)) throw new Refusal('already_returned');
  await lockStandings(tx, memberId);
  try {
    const toAccept = {
      memberId,
      receipt: { ...receipt, isPaid: true },
      at,
      known,
      rules,
      late: true,
    };
    const accepted = await acceptReceiptIn(tx, toAccept);
    await noteClaimed(tx, { claimCode, memberId, at });
    if (accepted.outcome === 'accepted') await applyReturnsOf(tx, { name: receipt, at, known });
    return accepted;
  } catch (error) {
    // The till has put a card on it meanwhile, under its key or another.
    if (error instanceof Refusal && TOLD_WITH_A_CARD.has(error.code)) throw new Refusal('claim_used');
    throw error;
  }
}

/** What the one who claimed it was told then, for the member that they are now. */
async function claimedBefore(
  tx: Tx,
  { receipt: { storeId, externalId }, holder }: { receipt: ReceiptName; holder: MemberId },
): Promise<AcceptedReceipt> {
  const named = and(eq(receiptKey.storeId, storeId), eq(receiptKey.externalId, externalId));
  const [row] = await tx
    .select(getTableColumns(receiptTable))
    .from(receiptKey)
    .innerJoin(
      receiptTable,
      and(eq(receiptTable.memberId, receiptKey.memberId), eq(receiptTable.receiptId, receiptKey.receiptId)),
    )
    .where(named);
  if (!row) throw new Error(`receipt ${externalId} of ${storeId} is claimed and is nobody's`);
  const { receiptId, earned, burnt, balanceAfter: balance, discountMinor, amountMinor: toPayMinor } = row;
  const told = readTold(row.told);
  return {
    outcome: 'replayed',
    receiptId,
    memberId: holder,
    earned,
    burnt,
    balance,
    discountMinor,
    toPayMinor,
    told,
  };
}
