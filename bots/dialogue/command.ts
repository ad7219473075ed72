// What a scene may ask the business to do, and what it hears back. Both are data.

import type { Card } from '#src/core/cards/read-card.ts';
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';
import type { Balance } from '#src/core/ledger/read-balance.ts';
import type { Gift } from '#src/core/ledger/read-gift.ts';
import type { BurnWait } from '#src/core/members/burn-wait.ts';
import type { Standing } from '#src/core/members/read-standing.ts';
import type { WalletLinks } from '#src/core/passes/pass-link.ts';
import type { Badge } from '#src/core/prizes/list-badges.ts';
import type { Quest } from '#src/core/quests/read-quest.ts';
import type { Favourite } from '#src/core/receipts/list-favourites.ts';
import type { FullStory, ReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import type { Refusal } from '#src/core/refusal.ts';
import type { OrderWithReward } from '#src/core/rewards/find-order.ts';
import type { ShownReward } from '#src/core/rewards/list-shown-rewards.ts';
import type { StampCards } from '#src/core/rules/read-stamp-cards.ts';
import type { OfferShown } from '#src/core/showcase/offer-shown.ts';
import type { Store } from '#src/core/stores/read-store.ts';
import type { Language } from '#src/lib/language.ts';
import type { ChallengeCommand, ChallengeOutcome, ShownChallenge } from './challenges-asked.ts';
import type { ContactCommand, ContactOutcome } from './contact-asked.ts';
import type { FriendCommand, FriendOutcome } from './friends-asked.ts';
import type { GroupCommand, GroupOutcome } from './groups-asked.ts';
import type { HistoryAsk, HistoryLine } from './history-line.ts';
import type { ListAsked, ListOutcome } from './list-asked.ts';
import type { QuestCommand, QuestOutcome } from './quest-asked.ts';

export type Command =
  | { do: 'rememberSource'; source: string }
  | GroupCommand
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
  /** The page of the history that begins at `before` (see history-place.ts); `ask`: to choose one line of it. */
  | { do: 'readHistory'; before?: string; ask?: HistoryAsk }
  /** `page`: of the history it was opened from, as `before` above; null: the first. */
  | { do: 'openPurchase'; receiptId: string; page: string | null }
  | { do: 'readReceipt'; receiptId: string; to: 'explain' | 'explainAll' | 'rate' }
  | { do: 'rateReceipt'; receiptId: string; rating: number }
  | { do: 'readTransfer'; transferId: string }
  | { do: 'readFavourites' }
  /** Puts what a line of a receipt was on the shopping list. */
  | { do: 'buyAgain'; receiptId: string; lineNo: number }
  /** What may be given at most. */
  | { do: 'readGiftRoom' }
  /** `phone` null: to whoever opens the link first. */
  | { do: 'giveGift'; amount: bigint; phone: string | null }
  | { do: 'readGift'; code: string }
  | { do: 'acceptGift'; gift: { giftId: string } | { code: string } }
  | { do: 'cancelGift'; giftId: string }
  | { do: 'claimReceipt'; code: string }
  /** `now`: what works at a till right now. `mine`: what the member has. */
  | { do: 'readOffers'; show: 'all' | 'now' | 'mine'; page: number }
  /** `code`: to show its code to a till. */
  | { do: 'readOffer'; offerId: string; code: boolean }
  | { do: 'takeOffer'; offerId: string }
  | { do: 'putBackOffer'; couponId: string }
  | { do: 'pressCampaign'; campaignId: string; place: number }
  /** Keeps what a link brought until the person is a member, and takes it out to be done. */
  | { do: 'keepLink'; link: string }
  | { do: 'takeLink' }
  /** The catalogue; pages from 0, null to begin anew. */
  | { do: 'readRewards'; page: number | null }
  | { do: 'readReward'; rewardId: string; to: RewardStep }
  /** `key`: of the button that was pressed, so that it orders once. `storeTag` null: wherever it is handed over. */
  | { do: 'orderReward'; rewardId: string; version: number; key: string; storeTag: string | null }
  | { do: 'listOrders' }
  | { do: 'readOrder'; orderId: string }
  | { do: 'undoOrder'; orderId: string }
  | FriendCommand
  | ChallengeCommand
  | { do: 'setBirthday'; written: string }
  | { do: 'shopping'; asked: ListAsked; page: number }
  | { do: 'listStores' }
  | ContactCommand
  | QuestCommand
  | { do: 'setMessenger'; messenger: MessengerName | null }
  | { do: 'makeArchive' }
  | { do: 'erase' }
  | { do: 'blockCard' }
  | { do: 'replaceCard' }
  | { do: 'answerBurn'; burnRequestId: string; answer: 'yes' | 'notMe' }
  | { do: 'answerIdentity'; identityId: string; answer: 'yes' | 'notMe' };

/** What a reward is read for: to be shown, for choosing among stores (a page of them), for the last word. */
export type RewardStep =
  | { step: 'show' }
  | { step: 'choose'; page: number }
  | { step: 'confirm'; storeTag: string | null };

/** What a member's card and account look like right after they were opened here. */
export interface Opened {
  cardNumber: string;
  balance: bigint;
  /** Burning waits until then; null: it does not. */
  burnAllowedFrom: Date | null;
  /** Points of a plastic card wait until then, whoever vouches for this chat; null: none do. */
  heldUntil: Date | null;
}

/** What a member has, with everything that the balance tells. */
export interface Wallet {
  balance: Balance;
  /** Other currencies that there is something of. */
  others: ({ currency: string } & Pick<Balance, 'balance' | 'pending' | 'nextExpiry'>)[];
  stampCards: StampCards;
  standing: Pick<Standing, 'months' | 'tierKeptUntil'>;
  /** Won in quests and challenges, the newest first. */
  badges: readonly Badge[];
  /** Those that go on, the soonest to end first. */
  challenges: ShownChallenge[];
}

export type Outcome =
  | GroupOutcome
  | { kind: 'did'; did: 'rememberSource' | 'setLanguage' | 'erase' | 'blockCard' | 'keepLink' }
  | { kind: 'did'; did: 'claimPhone'; phone: string; proven: boolean; claimed: 'unknown' | 'codeNeeded' }
  /** `welcomed`: the points for joining came with it, for nobody had proven the number before. */
  | ({ kind: 'did'; did: 'claimPhone'; claimed: 'linked' | 'absorbed'; welcomed: boolean } & Opened)
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
  /** `brought`: points that came with a plastic card; they are in the balance. */
  | { kind: 'did'; did: 'register'; proven: boolean; welcomed: boolean; brought: bigint; opened: Opened }
  /** `page`: the address that shows it full screen; null where there is none to open. */
  /** `quest`: one that is on for the member; null: there is none. */
  | {
      kind: 'did';
      did: 'readCard';
      card: Card;
      page: string | null;
      wallets: WalletLinks;
      quest: Quest | null;
    }
  | { kind: 'did'; did: 'issueLiveCode'; code: string; expiresAt: Date }
  | ({ kind: 'did'; did: 'readBalance' } & Wallet)
  | {
      kind: 'did';
      did: 'readHistory';
      lines: HistoryLine[];
      more: string | null;
      /** Where the page began; null: it is the first. */
      before: string | null;
      ask: HistoryAsk | null;
    }
  | { kind: 'did'; did: 'openPurchase'; story: ReceiptStory; page: string | null }
  | {
      kind: 'did';
      did: 'readReceipt';
      to: 'explain' | 'explainAll' | 'rate';
      story: FullStory;
      stampCards: StampCards;
    }
  | { kind: 'did'; did: 'rateReceipt'; story: ReceiptStory; stampCards: StampCards }
  | { kind: 'did'; did: 'readTransfer'; transfer: TransferRow }
  | { kind: 'did'; did: 'readFavourites'; favourites: Favourite[] }
  /** `fits`: there was room on the list. */
  | { kind: 'did'; did: 'buyAgain'; name: string; fits: boolean }
  | { kind: 'did'; did: 'readGiftRoom'; most: bigint; spendable: bigint; leftToday: bigint }
  | {
      kind: 'did';
      did: 'giveGift';
      giftId: string;
      amount: bigint;
      /** Whether a member was named, who is told; otherwise the link has to be sent on. */
      told: boolean;
      url: string;
      expiresAt: Date;
      balance: bigint;
    }
  /** `own`: the one who asks has given it. */
  | { kind: 'did'; did: 'readGift'; gift: Gift; giver: string; own: boolean }
  | { kind: 'did'; did: 'acceptGift'; amount: bigint; currency: string; balance: bigint; again: boolean }
  | { kind: 'did'; did: 'cancelGift'; amount: bigint; balance: bigint | null }
  | { kind: 'did'; did: 'claimReceipt'; story: ReceiptStory }
  | { kind: 'did'; did: 'readOffers'; show: 'all' | 'now' | 'mine'; page: number; offers: OfferShown[] }
  /** `stores`: the names of all. */
  | {
      kind: 'did';
      did: 'readOffer';
      offer: OfferShown;
      stores: ReadonlyMap<string, string>;
      code: boolean;
    }
  | { kind: 'did'; did: 'takeOffer'; offer: OfferShown; again: boolean }
  | { kind: 'did'; did: 'putBackOffer' }
  /** `action`: what the button stands for, which comes next; null: no message to them has it. */
  | { kind: 'did'; did: 'pressCampaign'; action: string | null }
  | { kind: 'did'; did: 'takeLink'; link: string | null }
  /** `orders`: how many the member has, of any state. */
  | { kind: 'did'; did: 'readRewards'; page: number | null; shown: ShownReward[]; orders: number }
  | { kind: 'did'; did: 'readReward'; to: RewardStep; shown: ShownReward; stores: Store[] }
  /** `left`: what can be spent after it; `again`: it was ordered before. */
  | ({
      kind: 'did';
      did: 'orderReward';
      again: boolean;
      left: bigint;
      stores: Store[];
    } & OrderWithReward)
  | { kind: 'did'; did: 'listOrders'; orders: OrderWithReward[] }
  | ({ kind: 'did'; did: 'readOrder'; isOpen: boolean; stores: Store[] } & OrderWithReward)
  | ({ kind: 'did'; did: 'undoOrder' } & OrderWithReward)
  | FriendOutcome
  | ChallengeOutcome
  | { kind: 'did'; did: 'setBirthday'; birthday: string }
  | ListOutcome
  | { kind: 'did'; did: 'listStores'; stores: Store[] }
  | ContactOutcome
  | QuestOutcome
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
  /** `wait`: what still keeps points from being burnt. */
  | { kind: 'did'; did: 'answerIdentity'; answer: 'yes' | 'notMe'; wait: BurnWait | null }
  /** The business said no; nothing that the command did was kept. */
  | { kind: 'refused'; did: Command['do']; refusal: Refusal };
