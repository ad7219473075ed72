// PUT of a basket: the same call previews it, keeps it open, closes it and cancels it.
import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import { cancelReceipt } from '#src/core/receipts/cancel-receipt.ts';
import { findCancellation, staysCancelled } from '#src/core/receipts/find-cancellation.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { findOpenReceipt, type OpenReceipt, openReceipt } from '#src/core/receipts/open-receipt.ts';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { quoteStranger } from '#src/core/receipts/quote-stranger.ts';
import { readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import { checkReceipt } from '#src/core/receipts/receipt-input.ts';
import { findAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { Refusal } from '#src/core/refusal.ts';
import { findFailed } from '#src/core/rules/find-failed.ts';
import { transaction } from '#src/db/client.ts';
import { anonymousAnswer, cancelledAnswer, speechFor } from './basket-answer.ts';
import {
  type BasketCall,
  type IntegrationDeps,
  type ReadCall,
  readBasketCall,
  seeSlip,
} from './basket-call.ts';
import { closeBasket } from './close-basket.ts';
import { type Shown, whoIs } from './find-shown.ts';
import { quotedAnswer } from './quoted-answer.ts';
import { excludedOf } from './tell-reasons.ts';

/**
 * Throws the Refusals of the desk and of burning; `receipt_closed`, `quote_stale`, `payments_differ`, `forbidden` for
 * another store's key, `invalid_input`.
 */
export async function putReceipt(deps: IntegrationDeps, call: BasketCall): Promise<BasketAnswer> {
  const read = await readBasketCall(deps, call);
  if (call.dry) return await preview(deps, call, read);
  if (await cameTooLate(deps, call, read)) return await answerCancelled(deps, call, read);
  switch (call.body.state) {
    case 'open':
      return await keepOpen(deps, call, read);
    case 'closed':
      return await closeBasket(deps, call, read);
    case 'cancelled':
      return await cancel(deps, call, read);
  }
}

/**
 * Whether it was printed before the basket was cancelled and its call has come after: nothing of it may be booked. Without a
 * time it is of now.
 */
async function cameTooLate(
  { database: { db } }: IntegrationDeps,
  { body: { state } }: BasketCall,
  { receipt, timed, memberCode }: ReadCall,
): Promise<boolean> {
  const isNobodys = state === 'closed' && memberCode === undefined;
  if (!timed || state === 'cancelled' || isNobodys) return false;
  if (!staysCancelled(receipt, await findCancellation(db, receipt))) return false;
  return (await findReceiptByKey(db, receipt)) === null;
}

async function answerCancelled(
  deps: IntegrationDeps,
  call: BasketCall,
  read: ReadCall,
): Promise<BasketAnswer> {
  const known = await deps.known();
  return cancelledAnswer(known, await speechFor(deps, { call, read, known }));
}

/** What the basket would come to now. Nothing is stored. */
export async function previewBasket(deps: IntegrationDeps, call: BasketCall): Promise<BasketAnswer> {
  return await preview(deps, call, await readBasketCall(deps, call));
}

async function preview(deps: IntegrationDeps, call: BasketCall, told: ReadCall): Promise<BasketAnswer> {
  const read = await seeSlip(deps, told);
  // Nothing is promised that closing refuses.
  checkReceipt(read.receipt, read.at);
  const open = await findOpenReceipt(deps.database.db, read.receipt);
  const shown = read.memberCode === undefined ? null : await whoIs(deps, { read, open });
  return await quote(deps, { call, read, shown, open: shown ? open : null, dry: true });
}

async function keepOpen(deps: IntegrationDeps, call: BasketCall, told: ReadCall): Promise<BasketAnswer> {
  const { db } = deps.database;
  const read = await seeSlip(deps, told);
  const { receipt, at } = read;
  checkReceipt(receipt, at);
  const before = await findOpenReceipt(db, receipt);
  const shown = read.memberCode === undefined ? null : await whoIs(deps, { read, open: before });
  const { hold: asked } = call.body;
  const hold = asked ? { points: BigInt(asked.points), minutes: asked.minutes } : null;
  if (hold && shown) await refuseTooMuch(deps, { read, shown, before, points: hold.points });
  const open = await transaction(db, (tx) => openReceipt(tx, { receipt, member: shown, hold, at }));
  return await quote(deps, { call, read, shown, open, dry: false });
}

/** More than could pay is not set aside either. */
async function refuseTooMuch(
  deps: IntegrationDeps,
  {
    read,
    shown,
    before,
    points,
  }: { read: ReadCall; shown: Shown; before: OpenReceipt | null; points: bigint },
): Promise<void> {
  const { at } = read;
  const receipt = { ...read.receipt, burn: 0n, holdId: before?.hold?.holdId ?? null };
  const [known, rules] = await Promise.all([deps.known(), deps.rules()]);
  const { memberId } = shown;
  const quoted = await quoteReceipt(deps.database.db, { memberId, receipt, at, known, rules });
  const maximumBurn = receipt.isPaid ? 0n : quoted.maximumBurn;
  if (points > maximumBurn) throw new Refusal('burn_above_maximum', { maximum: Number(maximumBurn) });
}

async function cancel(deps: IntegrationDeps, call: BasketCall, read: ReadCall): Promise<BasketAnswer> {
  const { db } = deps.database;
  const { receipt, timed, at } = read;
  const { storeId, externalId, acceptedBy, occurredAt } = receipt;
  const told = timed ? occurredAt : null;
  const known = await deps.known();
  const name = { storeId, externalId };
  const returned = await transaction(db, (tx) => cancelReceipt(tx, { name, acceptedBy, told, at, known }));
  deps.poke?.();
  const speech = await speechFor(deps, { call, read, known });
  if (returned) {
    const { balanceAfter } = await readReceiptStory(db, returned);
    return cancelledAnswer(known, speech, { ...returned, balanceAfter });
  }
  const anonymous = await findAnonymous(db, name);
  if (!anonymous) return cancelledAnswer(known, speech);
  const { publicUrl } = deps.config;
  return anonymousAnswer(anonymous, { replayed: true, slip: null, publicUrl, known, speech });
}

async function quote(
  deps: IntegrationDeps,
  {
    call,
    read,
    shown,
    open,
    dry,
  }: { call: BasketCall; read: ReadCall; shown: Shown | null; open: OpenReceipt | null; dry: boolean },
): Promise<BasketAnswer> {
  const { at } = read;
  const [known, rules] = await Promise.all([deps.known(), deps.rules()]);
  const speech = await speechFor(deps, { call, read, known });
  const { expects: _expects, ...plain } = read.receipt;
  const receipt = { ...plain, holdId: open?.hold?.holdId ?? null };
  const memberId = shown?.memberId ?? null;
  const quoted =
    memberId === null
      ? quoteStranger(receipt, { known, rules })
      : await quoteReceipt(deps.database.db, { memberId, receipt, at, known, rules });
  const excluded = excludedOf(receipt, rules);
  const book = rules.at(receipt.occurredAt);
  const failedOf = (missed: (typeof quoted.notApplied)[number]) => findFailed(book, missed);
  const asked = receipt.isPaid ? { ...quoted, maximumBurn: 0n } : quoted;
  return quotedAnswer(asked, { receipt, memberId, open, dry, known, speech, excluded, failedOf });
}
