import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { absorbMember } from '../members/absorb-member.ts';
import { findUnclaimedPlastic } from '../members/find-plastic.ts';
import { holdPoints } from '../members/hold-points.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { moveAllPoints } from './move-all-points.ts';
import { openAccount } from './open-account.ts';

export interface TakenOver {
  cardNumber: string;
  /** What came with the card. */
  points: bigint;
  /** None of it is burnt before; null: nothing came, or nothing waits. */
  heldUntil: Date | null;
}

/**
 * Makes a plastic card that nobody has claimed the member's, with its points. Of two who want one card, the first gets it
 * and the other is refused: its account is locked, then looked at again. Throws as `findUnclaimedPlastic`.
 */
export async function takeOverPlastic(
  tx: Tx,
  {
    memberId,
    number,
    actor,
    at,
  }: {
    memberId: MemberId;
    number: string;
    /** The chat or the member of staff that brought it. */
    actor: string;
    at: Date;
  },
): Promise<TakenOver> {
  const seen = await findUnclaimedPlastic(tx, number);
  await openAccount(tx, seen.memberId);
  await lockStandings(tx, seen.memberId, memberId);
  const { memberId: from, cardNumber } = await findUnclaimedPlastic(tx, number);
  const points = await moveAllPoints(tx, { from, to: memberId, at, reason: 'plastic card' });
  await absorbMember(tx, { from, into: memberId, at });
  const heldUntil = points > 0n ? await holdPoints(tx, { memberId, at }) : null;
  const detail = { from, points: points.toString() };
  await recordAudit(tx, { actor, action: 'plastic.taken-over', subject: memberId, detail, at });
  return { cardNumber, points, heldUntil };
}
