import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { readMember } from '../members/read-member.ts';
import { maximumBurn } from '../rules/base-points.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { pointsOf } from './receipt-input.ts';

export interface Quote {
  /** What the receipt would earn when nothing is burnt. */
  earn: bigint;
  /** The most points that may pay for it now; zero while burning waits. */
  maximumBurn: bigint;
  balance: bigint;
  spendable: bigint;
  /** Set while burning waits because a new messenger account has shown up with the member's number. */
  burnAllowedFrom: Date | null;
}

/** What a sum would bring and how much of it points may pay. Throws Refusal `member_not_found`, `member_erased`. */
export async function quoteReceipt(
  db: Reader,
  {
    memberId,
    amountMinor,
    at,
    known,
  }: { memberId: MemberId; amountMinor: bigint; at: Date; known: KnownProgramme },
): Promise<Quote> {
  const found = await readMember(db, memberId);
  const { balance, spendable } = await readBalance(db, memberId, at);
  const { maxBurnBp, pointValueMinor } = known.programme;
  const waits = found.burnAllowedFrom !== null && found.burnAllowedFrom > at;
  return {
    earn: pointsOf({ amountMinor, burn: 0n }, { tierKey: found.tierKey, known }),
    maximumBurn: waits ? 0n : maximumBurn({ amountMinor, spendable, maxBurnBp, pointValueMinor }),
    balance,
    spendable,
    burnAllowedFrom: waits ? found.burnAllowedFrom : null,
  };
}
