// The end of a basket: booked for its member, by the quick way where nothing has to be looked up, or kept as nobody's.
import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import { readCardDigits } from '#src/core/cards/resolve-card-code.ts';
import { closeAnonymous } from '#src/core/receipts/close-anonymous.ts';
import { closeReceipt } from '#src/core/receipts/close-receipt.ts';
import type { Explained } from '#src/core/receipts/explained.ts';
import { paymentsDiffer } from '#src/core/receipts/find-surprise.ts';
import { endOpenReceipt, findOpenReceipt, lockOpenReceipt } from '#src/core/receipts/open-receipt.ts';
import { quoteStranger } from '#src/core/receipts/quote-stranger.ts';
import { readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import { readSlip } from '#src/core/receipts/read-slip.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { findAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { Refusal } from '#src/core/refusal.ts';
import { findFailed } from '#src/core/rules/find-failed.ts';
import type { KnownRules } from '#src/core/rules/known-rules.ts';
import { transaction } from '#src/db/client.ts';
import { nameCoupons } from '../offers/name-coupons.ts';
import { acceptAgain } from './accept-again.ts';
import { acceptExpected, acceptNumber } from './accept-plain.ts';
import { acceptedAnswer, anonymousAnswer, cancelledAnswer, speechFor } from './basket-answer.ts';
import { type BasketCall, type IntegrationDeps, type ReadCall, seeSlip } from './basket-call.ts';
import { whoIs } from './find-shown.ts';
import type { Speech } from './receipt-words.ts';
import { excludedOf } from './tell-reasons.ts';

type Known = Awaited<ReturnType<IntegrationDeps['known']>>;

/** Throws the Refusals of the desk and of burning; `quote_stale`, `payments_differ`. */
export async function closeBasket(
  deps: IntegrationDeps,
  call: BasketCall,
  read: ReadCall,
): Promise<BasketAnswer> {
  const { memberCode, timed } = read;
  if (memberCode === undefined) return await closeUnnamed(deps, call, read);
  const receipt = call.explain ? { ...read.receipt, asksWhy: true } : read.receipt;
  const known = await deps.known();
  const speech = await speechFor(deps, { call, read, known });
  const cardNumber = readCardDigits(memberCode);
  const isPlain = receipt.burn === 0n && receipt.coupons === undefined && call.body.quoteId === undefined;
  if (isPlain && cardNumber !== null) {
    const input = { ...receipt, mayBeSlip: { timed } };
    const accepted = await acceptNumber(deps, { input, timed, cardNumber, memberCode });
    return await answerAccepted(deps, { accepted, read, known, speech });
  }
  const accepted = await closeQuoted(deps, await seeSlip(deps, { ...read, receipt }));
  return await answerAccepted(deps, { accepted, read, known, speech });
}

async function closeQuoted(deps: IntegrationDeps, read: ReadCall): Promise<AcceptedReceipt> {
  const { db } = deps.database;
  const { timed, at } = read;
  let { receipt } = read;
  const again = () => acceptAgain(deps, { input: receipt, timed, memberCode: read.memberCode ?? '', at });
  const before = await again();
  if (before) return before;
  if (receipt.isPaid && receipt.burn > 0n) throw new Refusal('burn_above_maximum', { maximum: 0 });
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

async function closeUnnamed(deps: IntegrationDeps, call: BasketCall, read: ReadCall): Promise<BasketAnswer> {
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
  await refuseStale(deps, { receipt, known, rules });
  const recorded = await transaction(deps.database.db, (tx) =>
    closeAnonymous(tx, { receipt: plain, timed, at, known, rules }),
  );
  const replayed = recorded.outcome === 'replayed';
  const { publicUrl } = deps.config;
  const speech = await speechFor(deps, { call, read, known });
  const excluded = excludedOf(receipt, rules);
  const slip = recorded.cancelled ? null : await readSlip(deps.database.db, recorded);
  const explained = replayed || !call.explain ? null : explainStranger(plain, { known, rules });
  return anonymousAnswer(recorded, { replayed, slip, publicUrl, known, speech, excluded, explained });
}

/** What a preview tells. In memory. */
function explainStranger(receipt: ReceiptInput, asked: { known: Known; rules: KnownRules }): Explained {
  const { next, notApplied } = quoteStranger(receipt, asked);
  const book = asked.rules.at(receipt.occurredAt);
  return { next, notApplied, failedOf: (missed) => findFailed(book, missed) };
}

/** What was recorded before is answered as then, whatever the rules say by now. */
async function refuseStale(
  { database: { db } }: IntegrationDeps,
  { receipt, known, rules }: { receipt: ReceiptInput; known: Known; rules: KnownRules },
): Promise<void> {
  const { quoteId } = receipt.expects ?? {};
  if (quoteId === undefined || quoteId === quoteStranger(receipt, { known, rules }).quoteId) return;
  if (!(await findAnonymous(db, receipt))) throw new Refusal('quote_stale');
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
  const { state, balanceAfter } = await readReceiptStory(deps.database.db, accepted);
  // What it had brought is gone: whoever prints it again would hand it out.
  if (state === 'cancelled') return cancelledAnswer(known, speech, { ...accepted, balanceAfter });
  return acceptedAnswer(accepted, { state, known, speech, excluded });
}
