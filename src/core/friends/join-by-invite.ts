// Somebody who has just become a member came by a friend's link. Nothing is given yet; whoever was a member before, under
// the same number, in the same chat, or as the inviter themselves, is no new friend.
import { and, count, eq, gt } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { readMember } from '../members/read-member.ts';
import { readStanding } from '../members/read-standing.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { wasRecorded } from '../staff/was-recorded.ts';
import { readFriendSettings } from './friend-settings.ts';
import { findInviter } from './invite-code.ts';
import { wasSeenBefore } from './seen-before.ts';

const DAY_MS = 86_400_000;
/** So many friends of one member in a day are shown to staff. */
const MANY = 5;

export interface JoinByInvite {
  /** The new member. */
  memberId: MemberId;
  code: string;
  secretKey: string;
  at: Date;
}

/**
 * Ties the new member to the inviter. Again is the same. Throws Refusal `invite_not_found`, `invite_own`,
 * `invite_for_new`, `invite_known`, `member_not_found`, `member_erased`.
 */
export async function joinByInvite(
  tx: Tx,
  { memberId, code, secretKey, at }: JoinByInvite,
): Promise<typeof friendship.$inferSelect> {
  const { isOn } = await readFriendSettings(tx);
  const inviterId = await findInviter(tx, code);
  if (!isOn || !inviterId) throw new Refusal('invite_not_found');
  if (inviterId === memberId) throw new Refusal('invite_own');
  const [known] = await tx.select().from(friendship).where(eq(friendship.memberId, memberId));
  if (known?.inviterId === inviterId) return known;
  const { registeredAt } = await readMember(tx, memberId);
  const { receipts } = await readStanding(tx, memberId);
  const isNew = at.getTime() - registeredAt.getTime() < DAY_MS && receipts === 0;
  if (known || !isNew) throw new Refusal('invite_for_new');
  if (await wasSeenBefore(tx, { memberId, secretKey })) throw new Refusal('invite_known');
  // An inviter who is gone meanwhile invites nobody.
  const inviter = await readMember(tx, inviterId).catch(() => null);
  if (!inviter) throw new Refusal('invite_not_found');
  const [made] = await tx.insert(friendship).values({ memberId, inviterId, joinedAt: at }).returning();
  if (!made) throw new Error('a friendship was not stored');
  const happened = { kind: 'friend.joined', data: { friendId: memberId } } as const;
  await recordEvent(tx, { memberId: inviterId, happened, at });
  await watchInviter(tx, inviterId, at);
  return made;
}

/** Nothing is refused for it; staff look at it. */
async function watchInviter(tx: Tx, inviterId: MemberId, at: Date): Promise<void> {
  const since = new Date(at.getTime() - DAY_MS);
  const [row] = await tx
    .select({ friends: count() })
    .from(friendship)
    .where(and(eq(friendship.inviterId, inviterId), gt(friendship.joinedAt, since)));
  const friends = row?.friends ?? 0;
  const note = { actor: 'system', action: 'friends.velocity', subject: inviterId };
  if (friends >= MANY && !(await wasRecorded(tx, { ...note, since })))
    await recordAudit(tx, { ...note, detail: { receipts: friends }, at });
}

/** Whether the inviter may read the friend's first name: only the friend decides, and may decide anew. */
export async function showFriendName(
  tx: Tx,
  { memberId, shows }: { memberId: MemberId; shows: boolean },
): Promise<void> {
  await tx.update(friendship).set({ showsName: shows }).where(eq(friendship.memberId, memberId));
}
