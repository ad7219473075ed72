// What a scene may ask the business to do, and what it hears back. Both are data.

import type { Card } from '#src/core/cards/read-card.ts';
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';
import type { Balance } from '#src/core/ledger/read-balance.ts';
import type { ReceiptRow } from '#src/core/receipts/list-receipts.ts';
import type { Refusal } from '#src/core/refusal.ts';
import type { Store } from '#src/core/stores/read-store.ts';
import type { Language } from '#src/lib/language.ts';

export type Command =
  | { do: 'rememberSource'; source: string }
  | { do: 'setLanguage'; language: Language }
  | { do: 'claimPhone'; phone: string; proven: boolean }
  | { do: 'sendCode'; phone: string }
  | { do: 'checkCode'; code: string }
  | { do: 'findPlastic'; number: string }
  | { do: 'addPlastic'; number: string }
  | { do: 'register'; name: string; phone: string; proven: boolean; marketing: boolean; plastic?: string }
  | { do: 'readCard' }
  | { do: 'issueLiveCode' }
  | { do: 'readBalance' }
  /** A page of what happened before `before`, milliseconds since the epoch. */
  | { do: 'readHistory'; before?: number }
  | { do: 'listStores' }
  | { do: 'readSettings' }
  | { do: 'setOffers'; given: boolean }
  | { do: 'setMessenger'; messenger: MessengerName | null }
  | { do: 'makeArchive' }
  | { do: 'erase' }
  | { do: 'blockCard' }
  | { do: 'replaceCard' }
  | { do: 'answerBurn'; burnRequestId: string; answer: 'yes' | 'notMe' }
  | { do: 'answerIdentity'; identityId: string; answer: 'yes' | 'notMe' };

/** What a member's card and account look like right after they were opened here. */
export interface Opened {
  cardNumber: string;
  balance: bigint;
  /** Burning waits until then; null: it does not. */
  burnAllowedFrom: Date | null;
}

/** One line of the history, newest first. */
export type HistoryLine =
  | { line: 'receipt'; receipt: ReceiptRow; at: Date }
  | { line: 'transfer'; transfer: TransferRow; at: Date };

export type Outcome =
  | { kind: 'did'; did: 'rememberSource' | 'setLanguage' | 'erase' | 'blockCard' }
  | { kind: 'did'; did: 'claimPhone'; phone: string; proven: boolean; claimed: 'unknown' | 'codeNeeded' }
  | ({ kind: 'did'; did: 'claimPhone'; claimed: 'linked' | 'absorbed' } & Opened)
  /** The number is proven to be the member's own; `welcomed`: and the points for joining came with it. */
  | { kind: 'did'; did: 'claimPhone'; claimed: 'confirmed'; welcomed: boolean; balance: bigint }
  | { kind: 'did'; did: 'sendCode'; sent: true; phone: string }
  | { kind: 'did'; did: 'sendCode'; sent: false; why: 'tooMany' | 'paused' }
  | { kind: 'did'; did: 'checkCode'; checked: 'right'; phone: string }
  | { kind: 'did'; did: 'checkCode'; checked: 'wrong'; attemptsLeft: number }
  | { kind: 'did'; did: 'checkCode'; checked: 'expired' }
  | { kind: 'did'; did: 'findPlastic'; found: 'tooMany' | 'paused' }
  | { kind: 'did'; did: 'findPlastic'; found: 'yes'; cardNumber: string }
  | { kind: 'did'; did: 'addPlastic'; added: 'tooMany' | 'paused' }
  /** `heldUntil`: no points are burnt before, since the card was nobody's. */
  | {
      kind: 'did';
      did: 'addPlastic';
      added: 'yes';
      cardNumber: string;
      balance: bigint;
      heldUntil: Date | null;
    }
  | { kind: 'did'; did: 'register'; proven: boolean; welcomed: boolean; opened: Opened }
  | { kind: 'did'; did: 'readCard'; card: Card }
  | { kind: 'did'; did: 'issueLiveCode'; code: string; expiresAt: Date }
  | { kind: 'did'; did: 'readBalance'; balance: Balance }
  | { kind: 'did'; did: 'readHistory'; lines: HistoryLine[]; more: number | null; firstPage: boolean }
  | { kind: 'did'; did: 'listStores'; stores: Store[] }
  | { kind: 'did'; did: 'readSettings'; messengers: MessengerName[]; phoneProven: boolean }
  | { kind: 'did'; did: 'setOffers'; given: boolean }
  | { kind: 'did'; did: 'setMessenger'; messenger: MessengerName | null }
  | { kind: 'did'; did: 'makeArchive'; url: string; fileName: string }
  | { kind: 'did'; did: 'replaceCard'; cardNumber: string }
  | {
      kind: 'did';
      did: 'answerBurn';
      status: 'accepted' | 'refused' | 'expired' | 'failed';
      burnt: bigint;
      refusal?: Refusal;
    }
  | { kind: 'did'; did: 'answerIdentity'; answer: 'yes' | 'notMe' }
  /** The business said no; nothing that the command did was kept. */
  | { kind: 'refused'; did: Command['do']; refusal: Refusal };
