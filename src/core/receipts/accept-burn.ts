// Accepts a receipt that points pay for, in the transaction that holds the proof of the member's will: the answer in
// the chat, or a live card code. Not the busy path; receipts without a burn go to the desk.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { holdActiveCard } from '../cards/hold-active-card.ts';
import { useLiveCode as spendLiveCode } from '../cards/use-live-code.ts';
import { lockAccounts } from '../ledger/lock-accounts.ts';
import { toJson } from '../ledger/points.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { checkBurn } from './check-burn.ts';
import type { PostedRow } from './post-receipts.ts';
import { settledReceipt } from './receipt-desk.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput, receiptItem } from './receipt-input.ts';

export interface BurnToAccept {
  memberId: MemberId;
  receipt: ReceiptInput;
  at: Date;
  known: KnownProgramme;
}

/** The accepted receipt, or the Refusal why the points or the rules no longer allow it; then nothing was written. */
export async function acceptBurn(tx: Tx, input: BurnToAccept): Promise<AcceptedReceipt | Refusal> {
  const { memberId, at, known } = input;
  const { amountMinor, burn } = input.receipt;
  let tierKey: string;
  await lockAccounts(tx, memberId);
  try {
    await checkBurn(tx, { memberId, amountMinor, points: burn, at, known });
    ({ tierKey } = await readMember(tx, memberId));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  const item = receiptItem(input.receipt, { no: 0, member: { memberId, tierKey }, known, at });
  const [row] = await tx.execute<PostedRow & Record<string, unknown>>(
    sql`select * from post_receipts(${toJson([item])}::text::jsonb, ${at}::timestamptz)`,
  );
  if (!row) throw new Error('post_receipts answered nothing');
  return settledReceipt(row, memberId);
}

/** Spends a live code on a receipt: both or neither. Throws Refusal live_code_used and those of checkBurn and the desk. */
export async function acceptLiveBurn(
  tx: Tx,
  input: BurnToAccept & { nonce: string; cardNumber: string },
): Promise<AcceptedReceipt> {
  const { memberId, nonce, cardNumber, at } = input;
  checkReceipt(input.receipt, at);
  await lockAccounts(tx, memberId);
  await holdActiveCard(tx, { memberId, cardNumber });
  await spendLiveCode(tx, { memberId, nonce, at });
  const accepted = await acceptBurn(tx, input);
  if (accepted instanceof Refusal) throw accepted;
  return accepted;
}
