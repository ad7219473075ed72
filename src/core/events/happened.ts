// The closed list of what can happen and the data that each event carries. Events hold identifiers and numbers,
// never names, phones or tokens.

export type Happened =
  | { kind: 'member.registered'; data: { identityId: string; welcomePoints: string } }
  /** A messenger account was linked to a member who had others already. `known` are those others. */
  | { kind: 'identity.linked'; data: { identityId: string; known: string[]; burnAllowedFrom: string | null } }
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
  | { kind: 'card.blocked'; data: { cardId: string; reason: string; burnRequestId?: string } }
  | { kind: 'points.expired'; data: { transferId: string; amount: string; balance: string } };

export type EventKind = Happened['kind'];
