// A receipt from another system. Without a burn it goes straight to the desk with the card's number: one commit
// shared with its neighbours. A burn needs a live card code in the place of the number.
import type { z } from 'zod';
import type { newReceipt } from '#src/contract/integration.ts';
import { readCardDigits } from '#src/core/cards/resolve-card-code.ts';
import { acceptLiveBurn } from '#src/core/receipts/accept-burn.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import { transaction } from '#src/db/client.ts';
import { acceptOnce } from '../accept-once.ts';
import { acceptAgain } from './accept-again.ts';
import { acceptNumber } from './accept-plain.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { findShown } from './find-shown.ts';
import { ownStoreOfKey } from './own-store-of-key.ts';
import { placeOfSale } from './place-of-sale.ts';

type Body = z.output<typeof newReceipt>;

/** Throws what the desk and findShown throw; forbidden for another store's key; burn_needs_confirmation. */
export async function acceptIntegrationReceipt(
  deps: IntegrationDeps,
  { body, key }: { body: Body; key: ApiKeyUsed },
): Promise<AcceptedReceipt> {
  ownStoreOfKey(key, body.storeId);
  const at = deps.clock.now();
  const occurredAt = body.occurredAt ? new Date(body.occurredAt) : at;
  const { storeId, tillId } = await placeOfSale(deps, { ...body, occurredAt });
  const input: ReceiptInput = {
    storeId,
    tillId,
    externalId: body.externalId,
    number: body.number,
    amountMinor: BigInt(body.amountMinor),
    burn: BigInt(body.burn),
    occurredAt,
    lines: await deps.goods.complete(body.lines),
    acceptedBy: key.keyId,
    // Its answer has no place for a discount: what it tells was paid.
    isPaid: true,
  };
  const timed = body.occurredAt !== undefined;
  const cardNumber = readCardDigits(body.memberCode);
  // The busy path: a plain number and nothing to burn needs no look-up of its own.
  if (input.burn === 0n && cardNumber !== null)
    return await acceptNumber(deps, { input, timed, cardNumber, memberCode: body.memberCode });

  const again = () => acceptAgain(deps, { input, timed, memberCode: body.memberCode, at });
  const stored = await again();
  if (stored) return stored;
  const holder = await findShown(deps.database.db, body.memberCode, {
    secretKey: deps.config.secretKey,
    at,
  });
  if (input.burn === 0n)
    return await acceptOnce(deps, { input, timed, member: { cardNumber: holder.cardNumber } });
  if (holder.nonce === null) throw new Refusal('burn_needs_confirmation');
  const { memberId, nonce } = holder;
  const known = await deps.known();
  try {
    return await transaction(deps.database.db, (tx) =>
      acceptLiveBurn(tx, {
        memberId,
        cardNumber: holder.cardNumber,
        nonce,
        receipt: input,
        at,
        known,
        rules: deps.rules,
      }),
    );
  } catch (error) {
    // Sent again while the first was being booked: the code was spent on this very receipt.
    const used = error instanceof Refusal && error.code === 'live_code_used';
    const meanwhile = used ? await again() : null;
    if (!meanwhile) throw error;
    return meanwhile;
  }
}
