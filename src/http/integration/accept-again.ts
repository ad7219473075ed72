import { memberNow } from '#src/core/members/member-now.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { Refusal } from '#src/core/refusal.ts';
import { acceptExpected } from './accept-plain.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { findShown } from './find-shown.ts';

interface ToldAgain {
  input: ReceiptInput;
  timed: boolean;
  memberCode: string;
  at: Date;
}

/**
 * What was accepted under this key, answered as then; null when nothing was. Throws Refusal `receipt_differs` for another
 * receipt or another member, and those of findShown but for a code that has told of its member and does no longer.
 */
export async function acceptAgain(
  deps: IntegrationDeps,
  { input, timed, memberCode, at }: ToldAgain,
): Promise<AcceptedReceipt | null> {
  const { db } = deps.database;
  const stored = await findReceiptByKey(db, input);
  if (!stored) return null;
  const [memberId, shownId] = await Promise.all([
    memberNow(db, stored.memberId),
    whoShows(deps, { memberCode, at }),
  ]);
  if (shownId !== null && shownId !== memberId) throw new Refusal('receipt_differs');
  return await acceptExpected(deps, { input, timed, member: { memberId } });
}

/** A blocked card is still somebody's; null for a live code or a system's name that no longer says whose it was. */
async function whoShows(
  { database: { db }, config: { secretKey } }: IntegrationDeps,
  { memberCode, at }: Pick<ToldAgain, 'memberCode' | 'at'>,
) {
  try {
    const { memberId } = await findShown(db, memberCode, { secretKey, at, blockedToo: true });
    return await memberNow(db, memberId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isForgotten = error.code === 'card_not_found' && memberCode.startsWith('ext:');
    if (isForgotten || error.code === 'live_code_expired') return null;
    throw error;
  }
}
