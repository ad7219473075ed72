// What a till shows next. Pure: a state and what happened give the next state. Whatever a cashier has typed survives
// every refusal and every lost connection.
import type { AcceptedReceipt, TillMember, WaitingReceipt } from '#src/contract/till.ts';

export interface Draft {
  receiptNumber: string;
  /** As typed. */
  amount: string;
  /** Points, as typed; empty is none. */
  burn: string;
  /** Codes of coupons that were brought along, and of the member's own that are kept for another time. */
  coupons?: readonly string[];
  keepCoupons?: readonly string[];
}

/** A card, a code or a phone, as it was scanned or typed. */
export interface Scan {
  code: string;
  /** ISO, by the server's clock. */
  at: string;
}

export interface Sale {
  member: TillMember;
  /** What the member was found by. */
  scan: Scan;
  draft: Draft;
  /** Somebody else's card was scanned in the middle of a receipt. */
  changed: boolean;
}

export interface Why {
  code: string;
  /** In words for the cashier. */
  message: string;
}

export type TillState =
  /** `draft`: a receipt that waits for its card. */
  | { step: 'scan'; draft?: Draft }
  | ({ step: 'sale' } & Sale)
  | ({ step: 'waiting'; request: WaitingReceipt } & Sale)
  /** No network: nobody knows whose card it is, and the receipt will be sent later. */
  | { step: 'offline'; scan: Scan; draft: Draft }
  | { step: 'kept'; receiptNumber: string; amountMinor: number }
  | { step: 'accepted'; receipt: AcceptedReceipt }
  | { step: 'refused'; why: Why; back: Sale | null };

export type Happened =
  | { happened: 'found'; member: TillMember; scan: Scan }
  | { happened: 'typed'; change: Partial<Draft> }
  | { happened: 'asked'; request: WaitingReceipt }
  | { happened: 'accepted'; receipt: AcceptedReceipt }
  | { happened: 'found nobody to ask'; scan: Scan }
  /** What was typed comes back, for another card. */
  | { happened: 'took up again'; draft: Draft }
  | { happened: 'kept'; receiptNumber: string; amountMinor: number }
  | { happened: 'refused'; why: Why }
  | { happened: 'stopped waiting' }
  | { happened: 'went back' }
  | { happened: 'began anew' };

export const EMPTY_DRAFT: Draft = { receiptNumber: '', amount: '', burn: '' };

/** Refusals after which nothing more can be done with this card: the receipt is not offered again. */
const FINAL = new Set([
  'card_blocked',
  'burn_refused_by_member',
  'member_erased',
  'ticket_expired',
  'code_expired',
]);

export function nextTillState(state: TillState, event: Happened): TillState {
  switch (event.happened) {
    case 'found':
      return found(state, event);
    case 'typed':
      return state.step === 'sale' || state.step === 'offline'
        ? { ...state, draft: { ...state.draft, ...event.change } }
        : state;
    case 'asked':
      return state.step === 'sale' ? { ...state, step: 'waiting', request: event.request } : state;
    case 'accepted':
      return { step: 'accepted', receipt: event.receipt };
    case 'found nobody to ask':
      return { step: 'offline', scan: event.scan, draft: ofNobody(draftOf(state)) };
    case 'took up again':
      return { step: 'scan', draft: event.draft };
    case 'kept':
      return { step: 'kept', receiptNumber: event.receiptNumber, amountMinor: event.amountMinor };
    case 'refused':
      return { step: 'refused', why: event.why, back: FINAL.has(event.why.code) ? null : saleOf(state) };
    case 'stopped waiting':
      return state.step === 'waiting' ? { step: 'sale', ...saleIn(state) } : state;
    case 'went back':
      return state.step === 'refused' && state.back ? { step: 'sale', ...state.back } : { step: 'scan' };
    case 'began anew':
      return { step: 'scan' };
  }
}

function found(state: TillState, { member, scan }: Pick<Sale, 'member' | 'scan'>): TillState {
  const sale = saleOf(state);
  if (!sale || state.step === 'refused')
    return { step: 'sale', member, scan, draft: draftOf(state), changed: false };
  const same = sale.member.memberId === member.memberId;
  if (state.step === 'waiting' && same) return { ...state, member, scan };
  return { step: 'sale', member, scan, draft: same ? sale.draft : ofNobody(sale.draft), changed: !same };
}

/** What of a receipt belongs to whoever's card it is. */
function ofNobody({ receiptNumber, amount }: Draft): Draft {
  return { receiptNumber, amount, burn: '' };
}

/** What was typed for a receipt that has no member yet. */
function draftOf(state: TillState): Draft {
  if (state.step === 'scan') return state.draft ?? EMPTY_DRAFT;
  return state.step === 'offline' || state.step === 'sale' ? state.draft : EMPTY_DRAFT;
}

/** The receipt at hand, if there is one. */
export function saleOf(state: TillState): Sale | null {
  if (state.step === 'sale' || state.step === 'waiting') return saleIn(state);
  return state.step === 'refused' ? state.back : null;
}

function saleIn({ member, scan, draft, changed }: Sale): Sale {
  return { member, scan, draft, changed };
}
