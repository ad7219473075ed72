// Goods that come back: by line or whole, at any age, in any order, told as often as a till likes. Points that were earned
// are taken back by the share of what came back, points that were burnt are given back with their own expiry.

import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receiptKey, receiptReturn, receiptReturnLine } from '#src/db/schema/receipts.ts';
import { type MemberId, newId, type ReceiptId, type ReturnId, type StoreId } from '#src/lib/id.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import { recordEvent } from '../events/record-event.ts';
import { toJson } from '../ledger/points.ts';
import { readDebt } from '../ledger/read-debt.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { giveBackCoupons } from '../offers/give-back-coupons.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { chooseReturn, type ReturnedWhat } from './choose-return.ts';
import { noteReturn } from './note-return.ts';
import { type Returnable, readReturnable } from './read-returnable.ts';
import { couponsBack } from './returned-share.ts';
import { reversePoints } from './reverse-points.ts';
import { readTold } from './settled-receipt.ts';

export interface ReturnInput {
  /** The store that sold the goods. */
  storeId: StoreId;
  /** The store that takes them back, where that is another one. */
  returnedIn?: StoreId;
  /** The store's key of the receipt that the goods were bought with. */
  receiptExternalId: string;
  /** The word for this return of the store that takes the goods back: with that store the key under which it counts once. */
  externalId: string;
  what: ReturnedWhat;
  /** The sale never was: the receipt stands as cancelled. Goes with everything. */
  cancels?: boolean;
  acceptedBy: string;
  occurredAt: Date;
}

export interface ReturnedReceipt {
  outcome: 'returned' | 'replayed';
  returnId: ReturnId;
  receiptId: ReceiptId;
  memberId: MemberId;
  /** Money that goes back, after our discounts, with what points had paid; minor units. */
  amountMinor: bigint;
  /** Points of the first currency. */
  takenBack: bigint;
  givenBack: bigint;
  /** What was taken back beyond what was there: the next points pay it. */
  owed: bigint;
}

/**
 * Books a return. Throws Refusal `receipt_not_found`, `return_differs` (same key, another return), `already_returned`,
 * `line_not_found` {lineNo}, `return_above_bought` {lineNo, left} (thousandths), `amount_not_valid`.
 */
export async function returnReceipt(
  tx: Tx,
  input: ReturnInput & { at: Date; known: KnownProgramme },
): Promise<ReturnedReceipt> {
  const { storeId, returnedIn = storeId, externalId, at, known } = input;
  const hash = hashOf(input);
  const [key] = await tx
    .select({ memberId: receiptKey.memberId, receiptId: receiptKey.receiptId })
    .from(receiptKey)
    .where(and(eq(receiptKey.storeId, storeId), eq(receiptKey.externalId, input.receiptExternalId)));
  if (!key) throw new Refusal('receipt_not_found');
  const now = await lockReturnable(tx, key);
  const { holder } = now;
  const stored = await findReturn(tx, { storeId: returnedIn, externalId, hash });
  if (stored) return stored;
  const chosen = chooseReturn(now, input.what);
  const returnId = newId('ret', at.getTime());
  const owedBefore = await readDebt(tx, holder, 'points');
  const reversed = await reversePoints(tx, { returnable: now, chosen, returnId, at, known });
  const owed = (await readDebt(tx, holder, 'points')) - owedBefore;
  const booked = {
    returnId,
    receiptId: key.receiptId,
    memberId: key.memberId,
    amountMinor: chosen.amountMinor,
    takenBack: reversed.takenBack,
    givenBack: reversed.givenBack,
    owed: owed > 0n ? owed : 0n,
  };
  const { acceptedBy, occurredAt, cancels = false } = input;
  const rows = await tx
    .insert(receiptReturn)
    .values({
      ...booked,
      storeId: returnedIn,
      externalId,
      inputHash: hash,
      cancels,
      acceptedBy,
      occurredAt,
      recordedAt: at,
    })
    .onConflictDoNothing()
    .returning({ returnId: receiptReturn.returnId });
  // The same key has just been used for another receipt; the caller takes back all of this.
  if (rows.length === 0) throw new Refusal('return_differs');
  if (chosen.lines.length > 0) {
    const { memberId } = key;
    await tx.insert(receiptReturnLine).values(chosen.lines.map((line) => ({ ...line, memberId, returnId })));
  }
  await noteReturn(tx, { returnable: now, chosen, cancels, reversed, known });
  const { memberId, receiptId } = key;
  const couponIds = couponsBack(readTold(now.receipt.told).coupons ?? [], chosen);
  const coupons = await giveBackCoupons(tx, { memberId, receiptId, couponIds, at });
  const data = {
    receiptId: key.receiptId,
    returnId,
    storeId,
    ...(returnedIn !== storeId && { returnedIn }),
    amountMinor: chosen.amountMinor.toString(),
    takenBack: booked.takenBack.toString(),
    givenBack: booked.givenBack.toString(),
    owed: booked.owed.toString(),
    ...(coupons.length > 0 && { coupons }),
  };
  await recordEvent(tx, { memberId: holder, happened: { kind: 'receipt.returned', data }, at });
  return { outcome: 'returned', ...booked };
}

/** The receipt with its member's points locked, as it is then: another return, or a merge, may have gone before. */
async function lockReturnable(
  tx: Tx,
  key: { memberId: MemberId; receiptId: ReceiptId },
): Promise<Returnable> {
  let { holder } = await readReturnable(tx, key);
  for (;;) {
    await lockStandings(tx, holder);
    const now = await readReturnable(tx, key);
    if (now.holder === holder) return now;
    ({ holder } = now);
  }
}

async function findReturn(
  tx: Tx,
  { storeId, externalId, hash }: { storeId: StoreId; externalId: string; hash: string },
): Promise<ReturnedReceipt | null> {
  const [row] = await tx
    .select()
    .from(receiptReturn)
    .where(and(eq(receiptReturn.storeId, storeId), eq(receiptReturn.externalId, externalId)));
  if (!row) return null;
  if (row.inputHash !== hash) throw new Refusal('return_differs');
  const { returnId, receiptId, memberId, amountMinor, takenBack, givenBack, owed } = row;
  return { outcome: 'replayed', returnId, receiptId, memberId, amountMinor, takenBack, givenBack, owed };
}

/** What makes two returns with one key the same: everything but who sent it and when it says it was. */
function hashOf({ storeId, returnedIn = storeId, ...input }: ReturnInput): string {
  const { receiptExternalId, what, cancels = false } = input;
  // A receipt's key is its store's own: two stores may have sold under one.
  const soldIn = returnedIn === storeId ? {} : { soldIn: storeId };
  return inputHash(toJson({ receiptExternalId, what, cancels, ...soldIn }));
}
