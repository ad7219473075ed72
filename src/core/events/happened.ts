// The closed list of what can happen and the data that each event carries. Events hold identifiers and numbers,
// never names, phones or tokens.
import type { MemberId } from '#src/lib/id.ts';

/** Points in an event: decimal text, or a JSON number where SQL has written it. */
export type PointsTold = string | number;

/** A limit that took points off. */
type CapReached = 'receipt' | 'day' | 'balance' | 'ruleReceipt' | 'ruleDay' | 'ruleMember' | 'budget';

/** How far a member has come with a challenge. */
export interface ChallengeStanding {
  periodNo: number;
  progress: number;
  detail: { run?: number; last?: string };
}

export type Happened =
  | { kind: 'member.registered'; data: { identityId: string; welcomePoints: string } }
  /** A number that a person had only claimed is in their hands: once a member, not of who came with an import. */
  | { kind: 'phone.proven'; data: Record<string, never> }
  /** A messenger account was linked to a member who had others already. `known` are those others. */
  | { kind: 'identity.linked'; data: { identityId: string; known: string[]; burnAllowedFrom: string | null } }
  /**
   * Of the one who stays: `from` became part of them. `balance`: what they have from then on, where staff did it; whoever did
   * it in a chat has read it there.
   */
  | { kind: 'member.merged'; data: { from: MemberId; balance?: PointsTold } }
  /** Of the one who stays: staff have made `from` a member of their own again. What each has from then on: it was not told once. */
  | {
      kind: 'member.parted';
      data: { from: MemberId; balances?: { from: PointsTold; into: PointsTold } };
    }
  /** Recorded by the SQL function post_receipts. Points are decimal text or JSON numbers. */
  | {
      kind: 'receipt.accepted';
      data: {
        receiptId: string;
        storeId: string;
        number: string;
        amountMinor: number;
        earned: number;
        burnt: number;
        balance: number;
      };
    }
  | {
      kind: 'burn.requested';
      data: { burnRequestId: string; points: string; storeId: string; expiresAt: string };
    }
  /** A chat of the member, `by`, has answered; `failed`: the points or the rules no longer allowed it. */
  | {
      kind: 'burn.settled';
      data: {
        burnRequestId: string;
        points: string;
        status: 'accepted' | 'refused' | 'failed';
        by: string;
      };
    }
  | { kind: 'card.blocked'; data: { cardId: string; reason: string; burnRequestId?: string } }
  | {
      kind: 'points.expired';
      /** `lapsed`: they were over before their receipt was told, and nobody has heard of them. */
      data: { transferId: string; amount: string; balance: string; currency?: string; lapsed?: true };
    }
  /** Goods came back. Points taken back, given back, and of those taken back the ones that were spent already. */
  | {
      kind: 'receipt.returned';
      data: {
        receiptId: string;
        returnId: string;
        /** The store that sold the goods, and the one that took them back where that is another. */
        storeId: string;
        returnedIn?: string;
        amountMinor: PointsTold;
        takenBack: PointsTold;
        givenBack: PointsTold;
        owed: PointsTold;
        /** Coupons that can be used again. */
        coupons?: string[];
      };
    }
  /** A right of the member's own: given to them, or taken by them. */
  | { kind: 'coupon.issued'; data: { couponId: string; offerId: string } }
  | { kind: 'coupon.taken'; data: { couponId: string; offerId: string } }
  /** It is time to tell its member of one that was issued; and of one that works until soon. */
  | {
      kind: 'coupon.announced' | 'coupon.expiring';
      /** `delayMs`: so much later than the first of those that were recorded together. */
      data: { couponId: string; offerId: string; expiresAt: string | null; delayMs: number };
    }
  | { kind: 'receipt.rated'; data: { receiptId: string; rating: number } }
  /** Points that waited can be burnt now. `receiptIds`: the receipts that brought them, none for other reasons. */
  | {
      kind: 'points.activated';
      data: { currency: string; amount: PointsTold; receiptIds: string[]; balance: PointsTold };
    }
  /** `expiresOn` is the last day in the programme's time zone, `YYYY-MM-DD`. */
  | {
      kind: 'points.expiring';
      data: { currency: string; amount: PointsTold; expiresOn: string; daysBefore: number };
    }
  | {
      kind: 'points.adjusted';
      data: { amount: PointsTold; reason: string; balance: PointsTold; currency?: string };
    }
  /** Another system gave or took points, or did so in return of something: a partner, or an API key of the programme. */
  | {
      kind: 'partner.points';
      data: {
        by: string;
        what: 'issue' | 'redeem' | 'issueReturn' | 'redeemReturn';
        amount: PointsTold;
        balance: PointsTold;
        currency: string;
      };
    }
  | { kind: 'tier.changed'; data: { from: string; to: string } }
  /** `keptUntil` is an ISO instant. */
  | { kind: 'tier.at_risk'; data: { tierKey: string; missingMinor: PointsTold; keptUntil: string } }
  /** Of the one it is meant for. */
  | { kind: 'gift.given'; data: { giftId: string; amount: PointsTold; currency: string } }
  /** Of the giver. */
  | { kind: 'gift.accepted'; data: { giftId: string; amount: PointsTold; currency: string } }
  | { kind: 'gift.returned'; data: { giftId: string; amount: PointsTold; currency: string } }
  /**
   * An order of a reward: made; taken back within minutes; those minutes are over; ready to be fetched; handed over;
   * cancelled by staff; about to run out; not fetched in time.
   */
  | {
      kind: `reward.${'ordered' | 'undone' | 'kept' | 'ready' | 'handed_over' | 'cancelled' | 'expiring' | 'expired'}`;
      data: { orderId: string; rewardId: string };
    }
  /** Of the inviter: a friend came by their link. */
  | { kind: 'friend.joined'; data: { friendId: string } }
  /** Of either side: points after the friend's first real receipt, and points that went with its return. */
  | {
      kind: 'friend.rewarded' | 'friend.taken_back';
      data: { friendId: string; role: 'friend' | 'inviter'; points: PointsTold; activeAt: string | null };
    }
  /** Of a challenge: the member may take part, or does without being asked. `delayMs`: as in coupon.announced. */
  | { kind: 'challenge.invited'; data: { challengeId: string; delayMs: number } }
  /** A receipt has moved something: its message tells how far they are. */
  | { kind: 'challenge.progressed'; data: { receiptId: string; challengeIds: string[] } }
  /**
   * A stage: reached, and its privilege waits for its day; given; nothing was left of it; lost before it was given; and what
   * was given is taken back, as far as it could be.
   */
  | {
      kind: `challenge.${'reached' | 'given' | 'missed' | 'lost' | 'taken_back' | 'kept'}`;
      data: { challengeId: string; periodNo: number; stageNo: number };
    }
  /** It ends soon, and something is missing; and it is over. */
  | {
      kind: 'challenge.ending' | 'challenge.ended';
      data: {
        challengeId: string;
        delayMs: number;
        standing: ChallengeStanding;
      };
    }
  /**
   * Points of rules that no receipt asked, 0 where limits have left nothing. `told`: each of these rules says a message of its own.
   * `activeAt`: null while they wait. `trimmed`: what limits took off.
   */
  | {
      kind: 'rule.points';
      data: {
        currency: string;
        amount: string;
        balance: string;
        /** Those recorded earlier have no `ruleId`. */
        rules: { ruleId?: string; name: string; names?: { uk?: string; ru?: string; en?: string } }[];
        told: boolean;
        activeAt: string | null;
        waitsFor: string | null;
        trimmed?: { kind: CapReached; wanted: number; given: number; limit: number }[];
      };
    }
  /** What the effects `message` and `event` of a rule came to. */
  | { kind: 'rule.message'; data: { ruleId: string; text: { uk?: string; ru?: string; en?: string } } }
  /** `receiptId`: the receipt that the rule was about, or whose goods came back; null for everything else. */
  | { kind: 'rule.event'; data: { ruleId: string; name: string; receiptId: string | null } }
  /** A segment that is followed: the member is in it now, or no longer. */
  | { kind: 'segment.entered' | 'segment.left'; data: { segmentId: string } }
  /** Something that another system tells of a member, once for each key. */
  | { kind: 'member.event'; data: { name: string; key: string } };

export type EventKind = Happened['kind'];
