// PUT of a basket: the same call previews it, keeps it open, closes it and cancels it.
import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import { readCardDigits } from '#src/core/cards/resolve-card-code.ts';
import { cancelReceipt } from '#src/core/receipts/cancel-receipt.ts';
import { closeReceipt } from '#src/core/receipts/close-receipt.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { paymentsDiffer } from '#src/core/receipts/find-surprise.ts';
import {
  endOpenReceipt,
  findOpenReceipt,
  lockOpenReceipt,
  type OpenReceipt,
  openReceipt,
} from '#src/core/receipts/open-receipt.ts';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { quoteStranger } from '#src/core/receipts/quote-stranger.ts';
import { readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import type { AcceptedReceipt } from '#src/core/receipts/receipt-input.ts';
import { findAnonymous, recordAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { Refusal } from '#src/core/refusal.ts';
import { findFailed } from '#src/core/rules/find-failed.ts';
import { transaction } from '#src/db/client.ts';
import { nameCoupons } from '../offers/name-coupons.ts';
import { acceptExpected, acceptNumber } from './accept-plain.ts';
import { acceptedAnswer, anonymousAnswer, cancelledAnswer, quotedAnswer, speechOf } from './basket-answer.ts';
import { type BasketCall, type IntegrationDeps, type ReadCall, readBasketCall } from './basket-call.ts';
import { findShown, findShownBefore, type Shown } from './find-shown.ts';
import type { Speech } from './receipt-words.ts';
import { excludedOf } from './tell-reasons.ts';

/**
 * Throws the Refusals of the desk and of burning; `receipt_closed`, `quote_stale`, `payments_differ`, `forbidden` for
 * another store's key, `invalid_input`.
 */
export async function putReceipt(deps: IntegrationDeps, call: BasketCall): Promise<BasketAnswer> {
  const read = await readBasketCall(deps, call);
  if (call.dry) return await previewBasket(deps, call);
  switch (call.body.state) {
    case 'open':
      return await keepOpen(deps, call, read);
    case 'closed':
      return await close(deps, call, read);
    case 'cancelled':
      return await cancel(deps, call, read);
  }
}

/** What the basket would come to now. Nothing is stored. */
export async function previewBasket(deps: IntegrationDeps, call: BasketCall): Promise<BasketAnswer> {
  const read = await readBasketCall(deps, call);
  const open = await findOpenReceipt(deps.database.db, read.receipt);
  const shown = read.memberCode === undefined ? null : await whoIs(deps, { read, open });
  return await quote(deps, { call, read, shown, open: shown ? open : null, dry: true });
}

async function keepOpen(deps: IntegrationDeps, call: BasketCall, read: ReadCall): Promise<BasketAnswer> {
  const { db } = deps.database;
  const { receipt, at } = read;
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
  const { maximumBurn } = await quoteReceipt(deps.database.db, { memberId, receipt, at, known, rules });
  if (points > maximumBurn) throw new Refusal('burn_above_maximum', { maximum: Number(maximumBurn) });
}

async function close(deps: IntegrationDeps, call: BasketCall, read: ReadCall): Promise<BasketAnswer> {
  const { receipt, memberCode, timed } = read;
  if (memberCode === undefined) return await closeAnonymous(deps, call, read);
  const known = await deps.known();
  const speech = await speechFor(deps, { call, read, known });
  const cardNumber = readCardDigits(memberCode);
  const isPlain = receipt.burn === 0n && receipt.coupons === undefined && call.body.quoteId === undefined;
  if (isPlain && cardNumber !== null) {
    const accepted = await acceptNumber(deps, { input: receipt, timed, cardNumber, memberCode });
    return await answerAccepted(deps, { accepted, read, known, speech });
  }
  const accepted = await closeQuoted(deps, read);
  return await answerAccepted(deps, { accepted, read, known, speech });
}

async function closeQuoted(deps: IntegrationDeps, read: ReadCall): Promise<AcceptedReceipt> {
  const { db } = deps.database;
  const { timed, at } = read;
  let { receipt } = read;
  const again = async () => {
    const stored = await findReceiptByKey(db, receipt);
    return stored && acceptExpected(deps, { input: receipt, timed, member: { memberId: stored.memberId } });
  };
  const before = await again();
  if (before) return before;
  const open = await findOpenReceipt(db, receipt);
  const shown = await whoIs(deps, { read, open });
  const { memberId, cardNumber } = shown;
  receipt = await nameCoupons(deps, { receipt, memberId });
  if (receipt.burn === 0n) {
    const member = cardNumber === '' ? { memberId } : { cardNumber };
    const accepted = await acceptExpected(deps, { input: receipt, timed, member });
    if (open) await forget(deps, read);
    return accepted;
  }
  const known = await deps.known();
  const { rules } = deps;
  try {
    return await transaction(db, (tx) => closeReceipt(tx, { memberId, receipt, at, known, rules, shown }));
  } catch (error) {
    // Sent again while the first was being booked: the code or the hold was spent on this very receipt.
    const stored = error instanceof Refusal ? await again() : null;
    if (!stored) throw error;
    return stored;
  }
}

/** Lets go of what was held for a basket that needed nothing of it. */
async function forget({ database }: IntegrationDeps, { receipt, at }: ReadCall): Promise<void> {
  await transaction(database.db, async (tx) => {
    const open = await lockOpenReceipt(tx, receipt);
    if (open) await endOpenReceipt(tx, { name: receipt, open, as: 'closed', at });
  });
}

async function closeAnonymous(
  deps: IntegrationDeps,
  call: BasketCall,
  read: ReadCall,
): Promise<BasketAnswer> {
  const { receipt, timed, at } = read;
  if (receipt.burn > 0n) throw new Refusal('burn_needs_confirmation');
  const [known, rules] = await Promise.all([deps.known(), deps.rules()]);
  const { expects, ...plain } = receipt;
  const paid = expects?.paidMinor;
  if (paid !== undefined && paid !== receipt.amountMinor)
    throw paymentsDiffer({
      dueMinor: receipt.amountMinor,
      givenMinor: paid,
      moneyCurrency: known.programme.moneyCurrency,
    });
  const recorded = await transaction(deps.database.db, async (tx) => {
    const open = await lockOpenReceipt(tx, receipt);
    if (open) await endOpenReceipt(tx, { name: receipt, open, as: 'closed', at });
    return await recordAnonymous(tx, { receipt: plain, timed, at, known, rules });
  });
  const replayed = recorded.outcome === 'replayed';
  const { publicUrl } = deps.config;
  const speech = await speechFor(deps, { call, read, known });
  const excluded = excludedOf(receipt, rules);
  return anonymousAnswer(recorded, { replayed, publicUrl, known, speech, excluded });
}

async function cancel(deps: IntegrationDeps, call: BasketCall, read: ReadCall): Promise<BasketAnswer> {
  const { db } = deps.database;
  const { receipt, at } = read;
  const { storeId, externalId, acceptedBy } = receipt;
  const known = await deps.known();
  const name = { storeId, externalId };
  const returned = await transaction(db, (tx) => cancelReceipt(tx, { name, acceptedBy, at, known }));
  deps.poke?.();
  const speech = await speechFor(deps, { call, read, known });
  if (returned) {
    const story = await readReceiptStory(db, returned);
    const answer = cancelledAnswer(known, speech);
    const { receiptId, memberId } = returned;
    const balance = Number(story.balanceAfter);
    return { ...answer, receiptId, memberId, balance, replayed: returned.outcome === 'replayed' };
  }
  const anonymous = await findAnonymous(db, name);
  if (!anonymous) return cancelledAnswer(known, speech);
  const { publicUrl } = deps.config;
  const answer = anonymousAnswer(anonymous, { replayed: true, state: 'cancelled', publicUrl, known, speech });
  return { ...answer, claim: null };
}

async function answerAccepted(
  deps: IntegrationDeps,
  {
    accepted,
    read,
    known,
    speech,
  }: { accepted: AcceptedReceipt; read: ReadCall; known: Known; speech: Speech },
): Promise<BasketAnswer> {
  const excluded = excludedOf(read.receipt, await deps.rules());
  if (accepted.outcome === 'accepted') return acceptedAnswer(accepted, { known, speech, excluded });
  const { state } = await readReceiptStory(deps.database.db, accepted);
  return acceptedAnswer(accepted, { state, known, speech, excluded });
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
  return quotedAnswer(quoted, { receipt, memberId, open, dry, known, speech, excluded, failedOf });
}

async function whoIs(
  deps: IntegrationDeps,
  { read, open }: { read: ReadCall; open: OpenReceipt | null },
): Promise<Shown> {
  const asked = { secretKey: deps.config.secretKey, at: read.at };
  const code = read.memberCode ?? '';
  return findShownBefore(open, code, asked) ?? (await findShown(deps.database.db, code, asked));
}

type Known = Awaited<ReturnType<IntegrationDeps['known']>>;

async function speechFor(
  { stores }: IntegrationDeps,
  { call: { language, body }, read: { at }, known }: { call: BasketCall; read: ReadCall; known: Known },
): Promise<Speech> {
  return speechOf(known, { language, storeId: body.storeId, stores: await stores.list(), at });
}
