// The quick way: a receipt without a burn goes straight to the desk with the card's number, without a look-up of its own.
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { MemberKey } from '#src/core/receipts/receipt-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { acceptOnce } from '../accept-once.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';

/** Ten to twelve digits may also be a phone that somebody typed without its plus. */
export async function acceptNumber(
  deps: HttpDeps,
  plain: { input: ReceiptInput; timed: boolean; cardNumber: string; memberCode: string },
): Promise<AcceptedReceipt> {
  const { input, timed, cardNumber, memberCode } = plain;
  try {
    return await acceptExpected(deps, { input, timed, member: { cardNumber } });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'card_not_found') throw error;
    const asked = { secretKey: deps.config.secretKey, at: deps.clock.now() };
    const holder = await findHolder(deps.database.db, memberCode, asked);
    return await acceptExpected(deps, { input, timed, member: { cardNumber: holder.cardNumber } });
  }
}

/** What was accepted before is answered as then, whatever prices are by now. Throws what the desk throws. */
export async function acceptExpected(
  deps: HttpDeps,
  asked: { input: ReceiptInput; timed: boolean; member: MemberKey },
): Promise<AcceptedReceipt> {
  try {
    return await acceptOnce(deps, asked);
  } catch (error) {
    const isSurprise =
      error instanceof Refusal && (error.code === 'quote_stale' || error.code === 'payments_differ');
    if (!isSurprise || !(await findReceiptByKey(deps.database.db, asked.input))) throw error;
    const { expects: _expects, ...input } = asked.input;
    return await acceptOnce(deps, { ...asked, input });
  }
}
