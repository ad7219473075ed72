// A PUT of a basket as the core understands it.
import type { z } from 'zod';
import type { basket } from '#src/contract/receipt-basket.ts';
import { onPaidSlip } from '#src/core/receipts/find-paid-slip.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { invalidField } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownGoods } from '../known-goods.ts';
import type { KnownStores } from '../known-stores.ts';
import { couponsNamed } from '../offers/name-coupons.ts';
import { ownStoreOfKey } from './own-store-of-key.ts';
import { placeOfSale } from './place-of-sale.ts';

export type IntegrationDeps = HttpDeps & { stores: KnownStores; goods: KnownGoods };

export interface BasketCall {
  externalId: string;
  dry: boolean;
  /** Whether a close tells all that a preview does; what it costs grows with the rules. */
  explain: boolean;
  body: z.output<typeof basket>;
  key: ApiKeyUsed;
  language: Language;
}

export interface ReadCall {
  receipt: ReceiptInput;
  /** The sender said when, so another time is another receipt. */
  timed: boolean;
  memberCode: string | undefined;
  at: Date;
}

type Told = Pick<
  BasketCall['body'],
  'storeId' | 'tillId' | 'number' | 'occurredAt' | 'amountMinor' | 'lines'
>;

/** Throws Refusal forbidden for another store's key, invalid_input, and those of KnownStores. */
export async function readReceiptTold(
  deps: IntegrationDeps,
  {
    externalId,
    told,
    key,
    at,
    cancels = false,
  }: { externalId: string; told: Told; key: ApiKeyUsed; at: Date; cancels?: boolean },
): Promise<ReceiptInput> {
  ownStoreOfKey(key, told.storeId);
  const occurredAt = told.occurredAt ? new Date(told.occurredAt) : at;
  const { storeId, tillId } = cancels
    ? await deps.stores.find(told)
    : await placeOfSale(deps, { ...told, externalId, occurredAt });
  const listed = told.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  return {
    storeId,
    tillId,
    externalId,
    number: told.number ?? numberOf(externalId),
    amountMinor: BigInt(told.amountMinor ?? listed),
    burn: 0n,
    occurredAt,
    lines: await deps.goods.complete(told.lines),
    acceptedBy: key.keyId,
  };
}

/** Throws as readReceiptTold. */
export async function readBasketCall(deps: IntegrationDeps, call: BasketCall): Promise<ReadCall> {
  const { body, externalId, key } = call;
  const at = deps.clock.now();
  const cancels = body.state === 'cancelled';
  const receipt = await readReceiptTold(deps, { externalId, told: body, key, at, cancels });
  if (!cancels && receipt.amountMinor === 0n) throw invalidField('amountMinor', 'nothingBought');
  if (cancels && call.dry) throw invalidField('state', 'nothingToPreview');
  if (body.state !== 'open' && body.hold && !call.dry) throw invalidField('hold', 'holdOpenOnly');
  const paid = body.payments.reduce((sum, payment) => sum + payment.amountMinor, 0);
  const expects = {
    quoteId: body.quoteId,
    paidMinor: body.payments.length > 0 ? BigInt(paid) : undefined,
  };
  const timed = body.occurredAt !== undefined;
  const { memberCode } = body;
  return {
    receipt: {
      ...receipt,
      burn: BigInt(body.burn),
      ...couponsNamed(body),
      ...((expects.quoteId !== undefined || expects.paidMinor !== undefined) && { expects }),
    },
    timed,
    memberCode,
    at,
  };
}

/** With its card put on a slip, where its basket was closed as nobody's before. */
export async function seeSlip({ database }: IntegrationDeps, read: ReadCall): Promise<ReadCall> {
  if (read.memberCode === undefined) return read;
  return { ...read, receipt: (await onPaidSlip(database.db, read.receipt, read.timed)) ?? read.receipt };
}

/** What stands last in the key, as far as it can be a number on a slip. */
function numberOf(externalId: string): string {
  const last = externalId.split('/').at(-1) ?? '';
  return last.replace(/[^\p{L}\p{N}/._-]/gu, '').slice(-40) || '-';
}
