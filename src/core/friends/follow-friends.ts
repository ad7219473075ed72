// What friends' receipts and returns mean for those who brought them, read in the order in which they happened.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { followEvents } from '../events/follow-events.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { listReceiptStories } from '../receipts/read-receipt-stories.ts';
import { readFriendSettings } from './friend-settings.ts';
import { type Friendship, rewardFriends } from './reward-friends.ts';
import { takeFriendsBack } from './take-friends-back.ts';

const KINDS = ['receipt.accepted', 'receipt.returned'] as const;

/** Handles up to `limit` events. Returns how many it has seen. */
export async function followFriends(
  tx: Tx,
  { at, limit, secretKey }: { at: Date; limit: number; secretKey: string },
): Promise<number> {
  const isWanted = () => hasFriendships(tx);
  const { events: told, seen } = await followEvents(tx, { reader: 'friends', limit, kinds: KINDS, isWanted });
  const concerned = await friendshipsOf(
    tx,
    told.map((event) => event.memberId),
  );
  if (concerned.length === 0) return seen;
  const now = new Map<MemberId, MemberId>();
  for (const id of concerned.flatMap((each) => [each.memberId, each.inviterId]))
    now.set(id, await memberNow(tx, id));
  // All points first, in the one order; then nobody waits in a circle.
  await lockStandings(tx, ...new Set(now.values()));
  const settings = await readFriendSettings(tx);
  for (const event of told) {
    const friend = concerned.find((each) => (now.get(each.memberId) ?? each.memberId) === event.memberId);
    if (!friend) continue;
    const receiptId = event.data.receiptId as ReceiptId;
    const stories = await listReceiptStories(tx, [{ memberId: event.memberId, receiptId }]);
    const story = stories.get(receiptId);
    if (!story) continue;
    const leftMinor = story.amountMinor - (story.returned?.amountMinor ?? 0n);
    const isReal = leftMinor >= settings.minimumMinor && story.state !== 'cancelled' && leftMinor > 0n;
    const pair = { friendId: event.memberId, inviterId: now.get(friend.inviterId) ?? friend.inviterId };
    if (event.kind === 'receipt.accepted' && isReal)
      await rewardFriends(tx, { friend, ...pair, receiptId, settings, secretKey, at });
    if (event.kind === 'receipt.returned' && !isReal)
      await takeFriendsBack(tx, { friend, ...pair, receiptId, at });
  }
  return seen;
}

async function hasFriendships(tx: Tx): Promise<boolean> {
  const [any] = await tx.select({ memberId: friendship.memberId }).from(friendship).limit(1);
  return any !== undefined;
}

/** Those of the members who came by a link, and those who became part of one of them. */
async function friendshipsOf(tx: Tx, memberIds: MemberId[]): Promise<Friendship[]> {
  if (memberIds.length === 0) return [];
  const ids = JSON.stringify([...new Set(memberIds)]);
  return await tx
    .select()
    .from(friendship)
    .where(
      sql`${friendship.memberId} in (
        select jsonb_array_elements_text(${ids}::jsonb)
        union all select m.member_id from member m
        where m.absorbed_into in (select jsonb_array_elements_text(${ids}::jsonb)))`,
    );
}
