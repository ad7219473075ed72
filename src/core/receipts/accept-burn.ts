// Accepts a receipt in a transaction of the caller: one that points pay for, with the proof of the member's will (the
// answer in the chat, a live card code, a hold), or one that belongs to something else that is done at the same time. Not
// the busy path; receipts without any of it go to the desk.
import type { Tx } from '#src/db/client.ts';
import { runTextIn } from '#src/db/run-text.ts';
import type { MemberId } from '#src/lib/id.ts';
import { holdActiveCard } from '../cards/hold-active-card.ts';
import { useLiveCode as spendLiveCode } from '../cards/use-live-code.ts';
import { settleHold } from '../ledger/capture-hold.ts';
import { releaseHolds } from '../ledger/release-holds.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRulesReader } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { checkBurn } from './check-burn.ts';
import { findToldBefore } from './find-told-before.ts';
import type { RunText } from './find-uses.ts';
import { postReceiptIn } from './post-receipts.ts';
import { prepareReceipt } from './prepare-receipt.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput } from './receipt-input.ts';
import type { ReceiptItem } from './receipt-item.ts';
import { readReceiptMemberIn } from './receipt-member.ts';
import { mayRevive, revivePoints } from './revive-points.ts';
import { settledReceipt } from './settled-receipt.ts';

export interface ReceiptToAccept {
  memberId: MemberId;
  receipt: ReceiptInput;
  at: Date;
  known: KnownProgramme;
  rules: KnownRulesReader;
  /** Told later than it happened: by the tier of its time. The member hears of it now. */
  late?: boolean;
}

/** The accepted receipt. Throws the Refusals of the desk; the caller rolls back. */
export async function acceptReceiptIn(tx: Tx, input: ReceiptToAccept): Promise<AcceptedReceipt> {
  await lockStandings(tx, input.memberId);
  await checkToldBefore(tx, input);
  return await book(tx, input);
}

/** The member's standing is locked. */
async function book(tx: Tx, input: ReceiptToAccept): Promise<AcceptedReceipt> {
  const { memberId, receipt, at, known, late = false } = input;
  for (let turn = 0; ; turn++) {
    // The standing is ours: what may have changed when it has to be asked again is a budget.
    const rules = turn === 0 ? await input.rules() : await input.rules.refresh();
    const { timeZone } = known.programme;
    const asked = { moments: [receipt.occurredAt], timeZone, rules, at, late };
    const member = await readReceiptMemberIn(tx, memberId, asked);
    const item = prepareReceipt(receipt, { member, known, rules, at });
    if (item.surprise) throw item.surprise;
    const row = await postReceiptIn(tx, item, at);
    if (row.outcome === 'again' && turn < MOST_TURNS) continue;
    const settled = settledReceipt(row, item);
    if (settled instanceof Refusal) throw settled;
    if (settled.outcome === 'accepted') await endHold(tx, item, { memberId, receipt, at });
    if (mayRevive(known, receipt.occurredAt, at)) await revivePoints(tx, memberId, { at });
    return settled;
  }
}

/** Throws Refusal `receipt_told_before`. */
async function checkToldBefore(tx: Tx, { memberId, receipt }: ReceiptToAccept): Promise<void> {
  const run: RunText = (text, values) => runTextIn(tx, text, values);
  const found = await findToldBefore(run, [{ place: 0, memberId, input: receipt }]);
  for (const refusal of found.values()) throw refusal;
}

/** What the receipt did not need of its hold is let go. */
async function endHold(
  tx: Tx,
  item: ReceiptItem,
  { memberId, receipt, at }: { memberId: MemberId; receipt: ReceiptInput; at: Date },
): Promise<void> {
  const { holdId, burn } = receipt;
  if (!holdId) return;
  const drawn = item.movements.find((each) => each.holdId === holdId);
  if (drawn) await settleHold(tx, { memberId, holdId, captured: burn, transferId: drawn.transferId, at });
  else await releaseHolds(tx, { holdIds: [holdId], status: 'voided', at });
}

const MOST_TURNS = 5;

/** The accepted receipt, or the Refusal why the points or the rules no longer allow it; then nothing was written. */
export async function acceptBurn(tx: Tx, input: ReceiptToAccept): Promise<AcceptedReceipt | Refusal> {
  const { memberId, at, known, receipt } = input;
  await lockStandings(tx, memberId);
  try {
    // First: the same slip under another key may have spent the points that would be missed now.
    await checkToldBefore(tx, input);
    const rules = await input.rules();
    await checkBurn(tx, { memberId, receipt, at, known, rules });
    return await book(tx, input);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Spends a live code on a receipt: both or neither. Throws Refusal live_code_used and those of checkBurn and the desk. */
export async function acceptLiveBurn(
  tx: Tx,
  input: ReceiptToAccept & { nonce: string; cardNumber: string },
): Promise<AcceptedReceipt> {
  const { memberId, nonce, cardNumber, at } = input;
  checkReceipt(input.receipt, at);
  await lockStandings(tx, memberId);
  await holdActiveCard(tx, { memberId, cardNumber });
  await spendLiveCode(tx, { memberId, nonce, at });
  const accepted = await acceptBurn(tx, input);
  if (accepted instanceof Refusal) throw accepted;
  return accepted;
}
