// What an entry is to the one it belongs to, told finer than the ledger keeps it: one word for the list and for the why.
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';

type LedgerKind = TransferRow['kind'];

/** The last part of a key under `history.kinds` and `why.kinds`. */
export type EntryKind =
  | Exclude<LedgerKind, 'gift'>
  | 'inactive'
  | 'revived'
  | 'returnedMeanwhile'
  | 'unadjust'
  | 'ungift'
  | 'moveOut'
  | 'debtIn'
  | 'debtOut'
  | 'part'
  | 'giftOut'
  | 'giftIn'
  | 'giftBack'
  | 'giftTaken'
  | 'rewardBack'
  | 'friendBack'
  | 'questBack'
  | 'challengeBack'
  | 'partnerIn'
  | 'partnerOut'
  | 'partnerBack';

/** What transfers write down that makes one of a kind unlike another. */
interface Reason {
  why?: string;
  adjustmentId?: string;
  giftId?: string;
  debt?: boolean;
  cancelled?: boolean;
  /** Which system asked for it: a partner's is known by the partner's own sign. */
  by?: string;
  quest?: string;
  challenge?: string;
}

export function entryKind(transfer: TransferRow): EntryKind {
  const { kind, amount, reverses } = transfer;
  const reason = (transfer.reason ?? {}) as Reason;
  const { why, adjustmentId, giftId, debt, cancelled, by } = reason;
  if (by?.startsWith('prt_'))
    return kind === 'earn' ? 'partnerIn' : kind === 'burn' ? 'partnerOut' : 'partnerBack';
  switch (kind) {
    case 'expire':
      return why === 'inactivity' ? 'inactive' : 'expire';
    case 'reverse':
      if (giftId) return 'ungift';
      if (reason.quest) return 'questBack';
      if (reason.challenge) return 'challengeBack';
      if (why === 'bought in time') return 'revived';
      if (why === 'returned meanwhile') return 'returnedMeanwhile';
      return adjustmentId ? 'unadjust' : 'reverse';
    case 'move':
      if (why === 'merge undone') return 'part';
      // A debt that leaves is a gain, and one that comes a loss.
      if (debt) return amount < 0n ? 'debtIn' : 'debtOut';
      return amount < 0n ? 'moveOut' : 'move';
    case 'gift':
      if (amount < 0n) return 'giftOut';
      if (!reverses) return 'giftIn';
      return cancelled ? 'giftTaken' : 'giftBack';
    case 'reward':
      return amount < 0n ? 'reward' : 'rewardBack';
    case 'friend':
      return amount < 0n ? 'friendBack' : 'friend';
    case 'quest':
      return amount < 0n ? 'questBack' : 'quest';
    case 'challenge':
      return amount < 0n ? 'challengeBack' : 'challenge';
    default:
      return kind;
  }
}
