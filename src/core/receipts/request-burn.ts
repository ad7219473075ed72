// A card number alone never burns: the member is asked in the chat, and the receipt waits for the answer.
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { burnRequest } from '#src/db/schema/receipts.ts';
import { type BurnRequestId, type MemberId, newId, type StaffId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { listIdentities } from '../members/ensure-identity.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRulesReader } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { checkBurn } from './check-burn.ts';
import { checkReceipt, type ReceiptInput, receiptHash } from './receipt-input.ts';
import { storedReceipt } from './stored-receipt.ts';

/** How long the member has to answer; the cashier waits as long. */
export const BURN_REQUEST_MS = 120_000;

/**
 * Asks the member whether the receipt's `burn` may be spent. Pressing twice gives the same request. Throws what
 * `checkBurn` throws, and Refusal `member_not_reachable` when no messenger of theirs can be written to.
 */
export async function requestBurn(
  tx: Tx,
  input: {
    memberId: MemberId;
    receipt: ReceiptInput;
    staffId: StaffId;
    at: Date;
    known: KnownProgramme;
    rules: KnownRulesReader;
  },
): Promise<{ burnRequestId: BurnRequestId; expiresAt: Date }> {
  const { memberId, receipt, staffId, at, known } = input;
  checkReceipt(receipt, at);
  // One at a time for a member, so that two presses meet.
  await lockStandings(tx, memberId);
  // After another scan the same receipt has another moment, and is still the same question.
  const hash = receiptHash({ ...receipt, occurredAt: new Date(0) });
  const [asked] = await tx
    .select({ burnRequestId: burnRequest.burnRequestId, expiresAt: burnRequest.expiresAt })
    .from(burnRequest)
    .where(
      and(
        eq(burnRequest.memberId, memberId),
        eq(burnRequest.status, 'waiting'),
        sql`${burnRequest.receipt}->>'hash' = ${hash}`,
        sql`${burnRequest.expiresAt} > ${at}::timestamptz`,
      ),
    );
  if (asked) return asked;
  const rules = await input.rules();
  await checkBurn(tx, { memberId, receipt, at, known, rules });
  const identities = await listIdentities(tx, memberId);
  if (!identities.some((each) => each.reachable)) throw new Refusal('member_not_reachable');

  const burnRequestId = newId('brq', at.getTime());
  const expiresAt = new Date(at.getTime() + BURN_REQUEST_MS);
  await tx.insert(burnRequest).values({
    memberId,
    burnRequestId,
    points: receipt.burn,
    storeId: receipt.storeId,
    tillId: receipt.tillId,
    staffId,
    receipt: { ...storedReceipt(receipt), hash },
    askedAt: at,
    expiresAt,
  });
  const data = {
    burnRequestId,
    points: receipt.burn.toString(),
    storeId: receipt.storeId,
    expiresAt: expiresAt.toISOString(),
  };
  await recordEvent(tx, { memberId, happened: { kind: 'burn.requested', data }, at });
  return { burnRequestId, expiresAt };
}
