// What a PUT of a basket answers, whatever has become of it.
import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import { shownBalance } from '#src/core/ledger/shown-balance.ts';
import type { Explained, Next } from '#src/core/receipts/explained.ts';
import type { Slip } from '#src/core/receipts/read-slip.ts';
import type { AcceptedReceipt, ReceiptInput, ReceiptTold } from '#src/core/receipts/receipt-input.ts';
import type { AnonymousReceipt } from '#src/core/receipts/record-anonymous.ts';
import { ruleNameIn } from '#src/core/rules/rule-name-in.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import { textIn } from '#src/lib/texts.ts';
import { shopTeller } from '../marketing/tell-rule.ts';
import { tellCoupons } from '../offers/tell-offer.ts';
import type { BasketCall, IntegrationDeps, ReadCall } from './basket-call.ts';
import { receiptWords, type Speech } from './receipt-words.ts';
import { tellNext } from './tell-next.ts';
import { type Reasons, tellReasons } from './tell-reasons.ts';

export interface Told {
  state: BasketAnswer['state'];
  receipt: Pick<ReceiptInput, 'amountMinor' | 'burn'>;
  told: ReceiptTold;
  discountMinor: bigint;
  next?: Next[];
  excluded?: readonly string[];
  failedOf?: Reasons['failedOf'];
  fields?: Partial<BasketAnswer>;
}

export function speechOf(
  known: KnownProgramme,
  {
    language,
    storeId,
    stores,
    at,
  }: {
    language: BasketCall['language'];
    storeId: string;
    stores: Awaited<ReturnType<IntegrationDeps['stores']['list']>>;
    at: Date;
  },
): Speech {
  const { programme, currencies, zones } = known;
  return {
    language,
    timeZone: zones.get(storeId) ?? programme.timeZone,
    moneyCurrency: programme.moneyCurrency,
    currencies,
    teller: () => shopTeller(language, { known, stores }),
    at,
  };
}

export async function speechFor(
  { stores }: Pick<IntegrationDeps, 'stores'>,
  {
    call: { language, body },
    read: { at },
    known,
  }: { call: BasketCall; read: ReadCall; known: KnownProgramme },
): Promise<Speech> {
  return speechOf(known, { language, storeId: body.storeId, stores: await stores.list(), at });
}

/** Of a receipt that was accepted, now or before. */
export function acceptedAnswer(
  accepted: AcceptedReceipt,
  {
    state = 'closed',
    known,
    speech,
    excluded,
  }: {
    state?: BasketAnswer['state'];
    known: KnownProgramme;
    speech: Speech;
    excluded: readonly string[];
  },
): BasketAnswer {
  const { receiptId, memberId, told, discountMinor, toPayMinor, burnt, outcome } = accepted;
  const { next, notApplied, failedOf } = accepted.explained ?? {};
  const { balance, debt } = shownBalance(accepted.balance, known.programme);
  return answerOf(
    {
      state,
      receipt: { amountMinor: toPayMinor + discountMinor, burn: burnt },
      told: notApplied ? { ...told, notApplied } : told,
      discountMinor,
      ...(next && { next }),
      excluded,
      ...(failedOf && { failedOf }),
      fields: {
        receiptId,
        memberId,
        replayed: outcome === 'replayed',
        balance: Number(balance),
        debt: Number(debt),
      },
    },
    known,
    speech,
  );
}

/** Of a receipt that is nobody's yet, as `slip` stands; null: it was taken back. */
export function anonymousAnswer(
  recorded: AnonymousReceipt,
  {
    replayed,
    slip,
    publicUrl,
    known,
    speech,
    excluded = [],
    explained,
  }: {
    replayed: boolean;
    slip: Slip | null;
    publicUrl: IntegrationDeps['config']['publicUrl'];
    known: KnownProgramme;
    speech: Speech;
    excluded?: readonly string[];
    /** Of one that was recorded now. */
    explained?: Explained | null;
  },
): BasketAnswer {
  const { receipt } = recorded;
  const told = explained ? { ...recorded.told, notApplied: explained.notApplied } : recorded.told;
  const fields = { replayed, claim: slip && claimOf(recorded, slip, publicUrl) };
  // Nobody has earned anything yet: what it brings stands in the claim.
  return answerOf(
    {
      state: slip?.receipt.state ?? 'cancelled',
      receipt,
      told: { ...told, awards: [] },
      discountMinor: 0n,
      excluded,
      ...(explained && { next: explained.next, failedOf: explained.failedOf }),
      fields,
    },
    known,
    speech,
  );
}

/** Of a basket that was let go before it became a receipt, or of `booked`, which was taken back: nothing of it is left. */
export function cancelledAnswer(
  known: KnownProgramme,
  speech: Speech,
  booked?: Pick<AcceptedReceipt, 'receiptId' | 'memberId'> & { outcome: string; balanceAfter: bigint },
): BasketAnswer {
  const told: ReceiptTold = { awards: [], discounts: [], gifts: [], trimmed: [], notApplied: [] };
  const receipt = { amountMinor: 0n, burn: 0n };
  const answer = answerOf({ state: 'cancelled', receipt, told, discountMinor: 0n }, known, speech);
  if (!booked) return answer;
  const { receiptId, memberId, outcome, balanceAfter } = booked;
  const { balance, debt } = shownBalance(balanceAfter, known.programme);
  const account = { balance: Number(balance), debt: Number(debt) };
  return { ...answer, receiptId, memberId, ...account, replayed: outcome === 'replayed' };
}

/** What stands on the slip; null once its code brings nothing more. */
export function claimOf(
  { claimCode, claimUntil }: AnonymousReceipt,
  { points }: Slip,
  publicUrl: string,
): BasketAnswer['claim'] {
  if (points === null) return null;
  const url = `${publicUrl}/r/${claimCode}`;
  return {
    code: claimCode,
    url,
    qrUrl: `${url}/qr.png`,
    until: claimUntil.toISOString(),
    points,
  };
}

export function answerOf(
  { state, receipt, told, discountMinor, next = [], excluded = [], failedOf, fields = {} }: Told,
  { programme }: KnownProgramme,
  speech: Speech,
): BasketAnswer {
  const toPay = receipt.amountMinor - discountMinor;
  const byPoints = receipt.burn * programme.pointValueMinor;
  const said = {
    state,
    dry: false,
    replayed: false,
    receiptId: null,
    memberId: null,
    quoteId: null,
    points: told.awards,
    discounts: told.discounts.map((each) => ({
      lineNo: each.lineNo,
      rule: ruleNameIn(each, speech.language),
      amountMinor: each.amountMinor,
    })),
    ...tellCoupons(told, speech.language),
    gifts: told.gifts.map(({ name }) => textIn(name, speech.language)),
    totalMinor: Number(receipt.amountMinor),
    discountMinor: Number(discountMinor),
    toPayMinor: Number(toPay),
    burn: Number(receipt.burn),
    moneyMinor: Number(toPay > byPoints ? toPay - byPoints : 0n),
    maximumBurn: 0,
    balance: null,
    debt: 0,
    hold: null,
    claim: null,
    next: tellNext(next, speech),
    reasons: tellReasons({ told, excluded, ...(failedOf && { failedOf }) }, speech.teller),
    ...fields,
  };
  return { ...said, words: receiptWords(said, speech) };
}
