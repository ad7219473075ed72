// Codes that a receipt names: on paper or of somebody else's pool they become the member's before the receipt is booked,
// and then work as their other coupons do.
import { readCouponCode } from '#src/core/offers/coupon-code.ts';
import { takeCodes, tidyCodes } from '#src/core/offers/name-codes.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';

/** What a body says of coupons, as it is kept with the receipt. */
export function couponsNamed({
  coupons = [],
  keepCoupons = [],
}: {
  coupons?: string[] | undefined;
  keepCoupons?: string[] | undefined;
}): Pick<ReceiptInput, 'coupons' | 'keepCoupons'> {
  return {
    ...(coupons.length > 0 && { coupons: tidyCodes(coupons) }),
    ...(keepCoupons.length > 0 && { keepCoupons: tidyCodes(keepCoupons) }),
  };
}

/**
 * Makes the codes that a receipt names the member's, unless the receipt was booked before. One that turns out to do
 * nothing on this receipt stays with the member. Returns the receipt with the reasons why codes cannot be theirs.
 */
export async function nameCoupons(
  { database, clock, rules }: Pick<HttpDeps, 'database' | 'clock' | 'rules'>,
  { receipt, memberId }: { receipt: ReceiptInput; memberId: MemberId },
): Promise<ReceiptInput> {
  const codes = (receipt.coupons ?? []).filter((code) => readCouponCode(code) !== null);
  if (codes.length === 0 || (await findReceiptByKey(database.db, receipt))) return receipt;
  // As of the receipt: what was good when it was begun, and quoted with it, is good at its end.
  const at = receipt.occurredAt < clock.now() ? receipt.occurredAt : clock.now();
  const asked = { codes, memberId, at, rules: await rules(), by: receipt.acceptedBy };
  const codesLeft = await transaction(database.db, (tx) => takeCodes(tx, asked));
  return { ...receipt, codesLeft };
}
