// Two members who are one person become one, by staff who have seen so. What is put aside is all that it takes to part
// them again.
import { z } from 'zod';
import type { Tx } from '#src/db/client.ts';
import { merge } from '#src/db/schema/ledger.ts';
import { type MemberId, type MergeId, newId } from '#src/lib/id.ts';
import { absorbMember } from '../members/absorb-member.ts';
import { keepAside, keptPerson } from '../members/keep-aside.ts';
import { lockMembers } from '../members/lock-members.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { readMember } from '../members/read-member.ts';
import { completeProfile } from '../members/restore-member.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { movedPoints, movePoints } from './move-all-points.ts';
import { type Points, toJson } from './points.ts';
import { readBalance } from './read-balance.ts';

const points = z.string().transform((text) => BigInt(text));

/** What a merge puts aside, as it is read back from the database. */
export const keptAside = keptPerson.extend({
  lots: z.array(
    z.object({
      currency: z.string(),
      amount: points,
      toLot: z.templateLiteral(['lot_', z.string()]).nullable(),
    }),
  ),
  debts: z.array(
    z.object({ currency: z.string(), amount: points, transferId: z.templateLiteral(['trf_', z.string()]) }),
  ),
});

export type KeptAside = z.infer<typeof keptAside>;

export interface MergeMembers {
  /** Becomes part of the other. */
  from: MemberId;
  into: MemberId;
  /** A staff id. */
  actor: string;
  at: Date;
}

export interface Merged {
  mergeId: MergeId;
  /** Points that moved. */
  points: Points;
}

/**
 * Makes `from` part of `into`: cards, messenger accounts, points and what was bought go over; a phone or a birthday too
 * where the other has none, and an agreement to offers that neither has taken back. Throws Refusal `merge_with_itself`, `member_not_found`, `member_erased`.
 */
export async function mergeMembers(tx: Tx, { from, into, actor, at }: MergeMembers): Promise<Merged> {
  if (from === into) throw new Refusal('merge_with_itself');
  await lockStandings(tx, from, into);
  await lockMembers(tx, from, into);
  const kept = await keepAside(tx, { gone: await readMember(tx, from), stays: await readMember(tx, into) });
  const { lots, debts } = await movePoints(tx, { from, to: into, at, reason: 'merge' });
  const { balance } = await readBalance(tx, into, at);
  await absorbMember(tx, { from, into, balance, at });
  const after = await completeProfile(tx, { into, kept });

  const mergeId = newId('mrg', at.getTime());
  const moved: unknown = JSON.parse(toJson({ ...kept, ...after, lots, debts }));
  const row = { mergeId, fromMemberId: from, toMemberId: into, moved, mergedBy: actor, mergedAt: at };
  await tx.insert(merge).values(row);
  const went = movedPoints(lots);
  const detail = { from, into, points: went.toString() };
  await recordAudit(tx, { actor, action: 'member.merge', subject: mergeId, detail, at });
  return { mergeId, points: went };
}
