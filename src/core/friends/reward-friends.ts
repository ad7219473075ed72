// Points for both after the friend's first real receipt; they wait as long as goods can be brought back.
import { and, eq, gte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { hasProvenPhone, readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import { expiresAt } from '../stores/currency-expiry.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { type FriendSettings, spendFriendBudget } from './friend-settings.ts';
import { monthStart } from './month-start.ts';
import { wasSeenBefore } from './seen-before.ts';

export type Friendship = typeof friendship.$inferSelect;

export interface FriendPair {
  friend: Friendship;
  /** As they are now, after merges. */
  friendId: MemberId;
  inviterId: MemberId;
  receiptId: ReceiptId;
  at: Date;
}

/** Both sides of one receipt are told apart by this key, for ever. */
export const friendKey = (friendId: MemberId, receiptId: ReceiptId) => `friend:${friendId}:${receiptId}`;

/**
 * Gives both their points, once. A friend whose phone is not proven waits for a later receipt; an inviter who had as
 * many friends this month as count gets none, the friend does. The caller has locked both members' points.
 */
export async function rewardFriends(
  tx: Tx,
  {
    friend,
    friendId,
    inviterId,
    receiptId,
    settings,
    secretKey,
    at,
  }: FriendPair & { settings: FriendSettings; secretKey: string },
): Promise<void> {
  const [now] = await tx.select().from(friendship).where(eq(friendship.memberId, friend.memberId));
  if (now?.status !== 'joined') return;
  if (friendId === inviterId) return await settle(tx, friend, { status: 'refused', refusal: 'self' });
  if (!(await isActive(tx, friendId)) || !(await hasProvenPhone(tx, friendId))) return;
  if (await wasSeenBefore(tx, { memberId: friendId, secretKey }))
    return await settle(tx, friend, { status: 'refused', refusal: 'known' });
  const { timeZone } = await readProgramme(tx);
  const counts = await countsThisMonth(tx, { inviterId, settings, at, timeZone });
  const inviterPoints = counts && (await isActive(tx, inviterId)) ? settings.inviterPoints : 0n;
  const { friendPoints } = settings;
  if (!(await spendFriendBudget(tx, inviterPoints + friendPoints)))
    return await settle(tx, friend, { status: 'refused', refusal: 'budget' });

  const activeAt = addDaysIn(at, settings.pendingDays, timeZone);
  const ends = expiresAt(await readCurrency(tx, 'points'), activeAt, timeZone);
  for (const [memberId, amount, role] of [
    [friendId, friendPoints, 'friend'],
    [inviterId, inviterPoints, 'inviter'],
  ] as const) {
    if (amount === 0n) continue;
    await postTransfer(tx, {
      memberId,
      kind: 'friend',
      amount,
      account: 'issued',
      key: friendKey(friendId, receiptId),
      reason: { role },
      occurredAt: at,
      recordedAt: at,
      activeAt,
      expiresAt: ends,
    });
    const data = { friendId, role, points: amount.toString(), activeAt: activeAt.toISOString() };
    await recordEvent(tx, { memberId, happened: { kind: 'friend.rewarded', data }, at });
  }
  await settle(tx, friend, {
    status: 'rewarded',
    receiptId,
    rewardedAt: at,
    activeAt,
    inviterPoints,
    friendPoints,
  });
}

async function settle(tx: Tx, { memberId }: Friendship, set: Partial<Friendship>): Promise<void> {
  await tx.update(friendship).set(set).where(eq(friendship.memberId, memberId));
}

async function isActive(tx: Tx, memberId: MemberId): Promise<boolean> {
  try {
    await readMember(tx, memberId);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function countsThisMonth(
  tx: Tx,
  asked: { inviterId: MemberId; settings: FriendSettings; at: Date; timeZone: string },
): Promise<boolean> {
  const { inviterId, settings, at, timeZone } = asked;
  const [row] = await tx
    .select({ friends: sql<number>`count(*)::integer` })
    .from(friendship)
    .where(
      and(
        eq(friendship.inviterId, inviterId),
        eq(friendship.status, 'rewarded'),
        gte(friendship.rewardedAt, monthStart(at, timeZone)),
        sql`${friendship.inviterPoints} > 0`,
      ),
    );
  return (row?.friends ?? 0) < settings.monthLimit;
}
