// The member's word on a burn: yes accepts the receipt that waits for it, "not me" blocks the card.
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { burnRequest, receipt } from '#src/db/schema/receipts.ts';
import type { BurnRequestId, IdentityId, MemberId } from '#src/lib/id.ts';
import { blockCard } from '../cards/block-card.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRulesReader } from '../rules/known-rules.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { acceptBurn } from './accept-burn.ts';
import type { AcceptedReceipt, ReceiptInput } from './receipt-input.ts';
import { readTold } from './settled-receipt.ts';
import { readStoredReceipt } from './stored-receipt.ts';
import { watchVelocity } from './watch-velocity.ts';

export type BurnAnswer =
  | { status: 'accepted'; accepted: AcceptedReceipt }
  /** The member said that it was not them; the card is blocked. */
  | { status: 'refused' }
  /** Too late: nothing was burnt. */
  | { status: 'expired' }
  /** Nothing was burnt, because the points or the rules no longer allow it. */
  | { status: 'failed'; refusal: Refusal };

/**
 * Settles a burn request that waits. Answering again changes nothing and tells how it was settled. Throws Refusal
 * `not_found` when this member has no such request.
 */
export async function answerBurn(
  tx: Tx,
  input: {
    memberId: MemberId;
    burnRequestId: BurnRequestId;
    /** The chat that answers; the others that were asked hear of it by an event. */
    identityId: IdentityId;
    answer: 'yes' | 'notMe';
    at: Date;
    known: KnownProgramme;
    rules: KnownRulesReader;
  },
): Promise<BurnAnswer> {
  const { memberId, burnRequestId, identityId: by, at } = input;
  const mine = and(eq(burnRequest.memberId, memberId), eq(burnRequest.burnRequestId, burnRequestId));
  const [request] = await tx.select().from(burnRequest).where(mine).for('update');
  if (!request) throw new Refusal('not_found', { what: 'burn request' });
  // That somebody else holds the card is worth hearing however late it comes.
  const lateNotMe = input.answer === 'notMe' && request.status === 'expired';
  if (request.status !== 'waiting' && !lateNotMe) return await settledBefore(tx, request);
  const settle = (values: Partial<typeof burnRequest.$inferInsert>) =>
    tx
      .update(burnRequest)
      .set({ ...values, settledAt: at })
      .where(mine);
  const tell = (status: 'accepted' | 'refused' | 'failed') => {
    const data = { burnRequestId, points: request.points.toString(), status, by };
    return recordEvent(tx, { memberId, happened: { kind: 'burn.settled', data }, at });
  };

  if (input.answer === 'notMe') {
    await settle({ status: 'refused' });
    await tell('refused');
    await blockCard(tx, { memberId, reason: 'not_me', burnRequestId, at });
    const { storeId, staffId } = request;
    await recordAudit(tx, {
      actor: memberId,
      action: 'burn.refuse',
      subject: burnRequestId,
      detail: { storeId, staffId },
      at,
    });
    return { status: 'refused' };
  }
  if (request.expiresAt <= at) {
    await settle({ status: 'expired' });
    return { status: 'expired' };
  }
  const settled = await acceptBurn(tx, { ...input, receipt: waitingReceipt(request.receipt) });
  if (settled instanceof Refusal) {
    await settle({ status: 'failed', refusal: { code: settled.code, details: settled.details } });
    await tell('failed');
    return { status: 'failed', refusal: settled };
  }
  await settle({ status: 'accepted', receiptId: settled.receiptId });
  await tell('accepted');
  await watchVelocity(tx, { memberId, staffId: request.staffId, at });
  return { status: 'accepted', accepted: settled };
}

/** The same answer as the first time. */
async function settledBefore(tx: Tx, request: typeof burnRequest.$inferSelect): Promise<BurnAnswer> {
  const { status, memberId, receiptId } = request;
  if (status === 'refused' || status === 'expired') return { status };
  if (status !== 'accepted' || !receiptId)
    return { status: 'failed', refusal: new Refusal('burn_request_settled') };
  const [stored] = await tx
    .select()
    .from(receipt)
    .where(and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId)));
  if (!stored) throw new Error(`receipt ${receiptId} is gone`);
  const { earned, burnt, balanceAfter, discountMinor, amountMinor } = stored;
  return {
    status: 'accepted',
    accepted: {
      outcome: 'replayed',
      receiptId,
      memberId,
      earned,
      burnt,
      balance: balanceAfter,
      discountMinor,
      toPayMinor: amountMinor,
      told: readTold(stored.told),
    },
  };
}

/** The receipt as request-burn stored it, without what it was recognised by. */
function waitingReceipt(stored: unknown): ReceiptInput {
  const { hash: _hash, ...kept } = stored as Record<string, unknown>;
  return readStoredReceipt(kept);
}
