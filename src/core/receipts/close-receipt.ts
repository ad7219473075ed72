// Closes a basket that points pay for: out of what is held for it, by the proof that was shown when it was opened, or by
// the live code that is shown now.
import type { Tx } from '#src/db/client.ts';
import type { HoldId, MemberId } from '#src/lib/id.ts';
import { readHold } from '../ledger/read-hold.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import { acceptBurn, acceptLiveBurn, type ReceiptToAccept } from './accept-burn.ts';
import { endOpenReceipt, isProven, lockOpenReceipt } from './open-receipt.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput } from './receipt-input.ts';

export interface CloseReceipt extends ReceiptToAccept {
  /** What was shown now; `nonce` of a live code. */
  shown: { memberId: MemberId; cardNumber: string; nonce: string | null; codeMark: string };
}

/**
 * The accepted receipt; what was held beyond it is let go. Throws Refusal `burn_needs_confirmation`, `live_code_used`,
 * and those of checkBurn and the desk; the caller rolls back.
 */
export async function closeReceipt(tx: Tx, { shown, ...input }: CloseReceipt): Promise<AcceptedReceipt> {
  const { receipt, at } = input;
  checkReceipt(receipt, at);
  const open = await lockOpenReceipt(tx, receipt);
  const sameMember = open?.memberId === shown.memberId;
  const proven = sameMember && isProven(open, shown.codeMark, at);
  // What a hold does not cover is burnt as a whole out of what is spendable.
  const { hold = null } = sameMember ? open : {};
  const held =
    hold && (await isThere(tx, { hold, receipt, memberId: shown.memberId, at })) ? hold.holdId : null;
  if (open && !held) await endOpenReceipt(tx, { name: receipt, open, as: 'closed', at });
  const toAccept = { ...input, receipt: { ...receipt, holdId: held } };
  const accepted = await accept(tx, { toAccept, shown, proven: proven || held !== null });
  if (open && held) await endOpenReceipt(tx, { name: receipt, open, as: 'closed', at });
  return accepted;
}

/** Whether the hold is still open, with enough in it, and stays so until the transaction ends. */
async function isThere(
  tx: Tx,
  {
    hold,
    receipt,
    memberId,
    at,
  }: { hold: { holdId: HoldId }; receipt: ReceiptInput; memberId: MemberId; at: Date },
): Promise<boolean> {
  await lockStandings(tx, memberId);
  const { status, expiresAt, amount } = await readHold(tx, hold);
  return status === 'open' && expiresAt > at && amount >= receipt.burn;
}

async function accept(
  tx: Tx,
  { toAccept, shown, proven }: { toAccept: ReceiptToAccept; shown: CloseReceipt['shown']; proven: boolean },
): Promise<AcceptedReceipt> {
  if (!proven) {
    const { nonce, cardNumber } = shown;
    if (nonce === null) throw new Refusal('burn_needs_confirmation');
    return await acceptLiveBurn(tx, { ...toAccept, nonce, cardNumber });
  }
  const accepted = await acceptBurn(tx, toAccept);
  if (accepted instanceof Refusal) throw accepted;
  return accepted;
}
