// The receipt that brought the points came back. As long as they wait they are all there; of points that were active
// already only what is left of them goes, and nobody owes anything for what a friend brings back.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import { recordEvent } from '../events/record-event.ts';
import { listLotsOf } from '../ledger/list-lots-of.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { findTransfer } from '../ledger/read-transfer.ts';
import { returnFriendBudget } from './friend-settings.ts';
import { type FriendPair, friendKey } from './reward-friends.ts';

/** Harmless when another receipt brought them. The friend's next real receipt counts again. */
export async function takeFriendsBack(
  tx: Tx,
  { friend, friendId, inviterId, receiptId, at }: FriendPair,
): Promise<void> {
  const [now] = await tx.select().from(friendship).where(eq(friendship.memberId, friend.memberId));
  if (now?.status !== 'rewarded' || now.receiptId !== receiptId) return;
  let taken = 0n;
  for (const [memberId, role] of [
    [friendId, 'friend'],
    [inviterId, 'inviter'],
  ] as const) {
    const given = await findTransfer(tx, { memberId, key: friendKey(friendId, receiptId) });
    const [lot] = given ? await listLotsOf(tx, given) : [];
    const left = lot ? lot.remaining - lot.held : 0n;
    if (!given || !lot || left <= 0n) continue;
    await postTransfer(tx, {
      memberId,
      kind: 'friend',
      amount: -left,
      account: 'issued',
      key: `${friendKey(friendId, receiptId)}:back`,
      lotId: lot.lotId,
      reverses: given.transferId,
      reason: { role },
      occurredAt: at,
      recordedAt: at,
    });
    taken += left;
    const data = { friendId, role, points: left.toString(), activeAt: null };
    await recordEvent(tx, { memberId, happened: { kind: 'friend.taken_back', data }, at });
  }
  await returnFriendBudget(tx, taken);
  const none = { receiptId: null, rewardedAt: null, activeAt: null, inviterPoints: 0n, friendPoints: 0n };
  await tx
    .update(friendship)
    .set({ status: 'joined', ...none })
    .where(eq(friendship.memberId, friend.memberId));
}
