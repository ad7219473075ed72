// How a receipt stands, wherever it is by now: booked, open, or nobody's yet.
import type { ReceiptShown } from '#src/contract/receipt-returns.ts';
import { returnMisfit } from '#src/contract/returned-goods.ts';
import type { Returning } from '#src/core/receipts/choose-return.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { listRefusedReturns } from '#src/core/receipts/list-refused-returns.ts';
import { findOpenReceipt, type ReceiptName } from '#src/core/receipts/open-receipt.ts';
import { readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import { readSlip } from '#src/core/receipts/read-slip.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { findAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { readStoredReceipt } from '#src/core/receipts/stored-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import { claimOf } from './basket-answer.ts';
import { tellBack } from './returned-answer.ts';

const NOTHING: Omit<ReceiptShown, 'state' | 'externalId'> = {
  number: null,
  receiptId: null,
  memberId: null,
  occurredAt: null,
  totalMinor: 0,
  discountMinor: 0,
  toPayMinor: 0,
  returnedMinor: 0,
  earned: 0,
  burnt: 0,
  takenBack: 0,
  givenBack: 0,
  pointsBack: [],
  points: [],
  lines: [],
  refusedReturns: [],
  claim: null,
};

/**
 * What another store needs to take its goods back: not whose it is, nor the code of its slip, and nothing before it is closed.
 * Throws Refusal `receipt_not_found`.
 */
export async function readReturnableShown(
  db: Reader,
  asked: { name: ReceiptName; publicUrl: string },
): Promise<ReceiptShown> {
  const shown = await findClosedShown(db, asked);
  if (!shown) throw new Refusal('receipt_not_found');
  return { ...shown, memberId: null, claim: null };
}

/** Throws Refusal `receipt_not_found`. */
export async function readReceiptShown(
  db: Reader,
  asked: { name: ReceiptName; publicUrl: string },
): Promise<ReceiptShown> {
  const closed = await findClosedShown(db, asked);
  if (closed) return closed;
  const open = await findOpenReceipt(db, asked.name);
  if (!open) throw new Refusal('receipt_not_found');
  const { memberId, state, receipt } = open;
  const shown = receipt === null ? {} : toldShown(readStoredReceipt(receipt));
  return { ...NOTHING, externalId: asked.name.externalId, state, memberId, ...shown };
}

async function findClosedShown(
  db: Reader,
  { name, publicUrl }: { name: ReceiptName; publicUrl: string },
): Promise<ReceiptShown | null> {
  const { externalId } = name;
  const stored = await findReceiptByKey(db, name);
  if (stored) {
    const [shown, refusedReturns] = await Promise.all([bookedShown(db, stored), refusedShown(db, name)]);
    return { externalId, ...shown, refusedReturns };
  }
  const anonymous = await findAnonymous(db, name);
  if (!anonymous) return null;
  const slip = await readSlip(db, anonymous);
  const { state, returnedMinor } = slip.receipt;
  return {
    ...NOTHING,
    externalId,
    state,
    ...toldShown(anonymous.receipt, slip.lines),
    returnedMinor: Number(returnedMinor),
    refusedReturns: await refusedShown(db, name, anonymous.receipt),
    claim: claimOf(anonymous, slip, publicUrl),
  };
}

/** What no system is known to meet is a fault to it. */
async function refusedShown(
  ...asked: Parameters<typeof listRefusedReturns>
): Promise<ReceiptShown['refusedReturns']> {
  const refused = await listRefusedReturns(...asked);
  return refused.map(({ why, ...each }) => ({ ...each, code: returnMisfit.catch('fault').parse(why) }));
}

async function bookedShown(
  db: Reader,
  receipt: Parameters<typeof readReceiptStory>[1],
): Promise<Omit<ReceiptShown, 'externalId'>> {
  const story = await readReceiptStory(db, receipt);
  const { state, number, memberId, receiptId, amountMinor, discountMinor, told, returned, lines } = story;
  return {
    ...NOTHING,
    state,
    number,
    receiptId,
    memberId,
    occurredAt: story.occurredAt.toISOString(),
    totalMinor: Number(amountMinor + discountMinor),
    discountMinor: Number(discountMinor),
    toPayMinor: Number(amountMinor),
    returnedMinor: Number(returned?.amountMinor ?? 0n),
    earned: Number(story.earned),
    burnt: Number(story.burnt),
    takenBack: Number(returned?.takenBack ?? 0n),
    givenBack: Number(returned?.givenBack ?? 0n),
    pointsBack: [...(returned ? [{ currency: 'points', ...returned }] : []), ...story.others]
      .filter(({ takenBack, givenBack }) => takenBack > 0n || givenBack > 0n)
      .map(tellBack),
    points: told.awards,
    lines: lines.map(({ lineNo, sku, name, quantityMilli, returnedMilli, amountMinor: paid }) => ({
      lineNo,
      sku,
      name,
      quantityMilli,
      returnedMilli,
      amountMinor: paid,
    })),
  };
}

/** Before it is booked nothing has been taken off or earned. */
function toldShown(receipt: ReceiptInput, back: Returning['lines'] = []): Partial<ReceiptShown> {
  return {
    number: receipt.number,
    occurredAt: receipt.occurredAt.toISOString(),
    totalMinor: Number(receipt.amountMinor),
    toPayMinor: Number(receipt.amountMinor),
    lines: receipt.lines.map(({ sku, name, quantityMilli, amountMinor }, place) => ({
      lineNo: place + 1,
      sku,
      name,
      quantityMilli,
      returnedMilli: Number(back[place]?.returnedMilli ?? 0n),
      amountMinor,
    })),
  };
}
