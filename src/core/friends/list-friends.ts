import { and, desc, eq, gte, inArray, ne, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import type { MemberId } from '#src/lib/id.ts';
import { listSelves } from '../members/list-selves.ts';
import { readNames } from '../members/read-names.ts';

export interface FriendShown {
  /** The first name, where the friend has agreed to it; null otherwise. */
  name: string | null;
  status: 'joined' | 'rewarded' | 'refused';
  /** What the inviter got for it. */
  points: bigint;
  activeAt: Date | null;
}

/** A member's friends as the member may see them, newest first. */
export async function listFriends(db: Reader, inviterId: MemberId, limit: number): Promise<FriendShown[]> {
  const rows = await db
    .select()
    .from(friendship)
    .where(
      sql`${friendship.inviterId} in (
        select ${inviterId}::text union all select m.member_id from member m where m.absorbed_into = ${inviterId})`,
    )
    .orderBy(desc(friendship.joinedAt))
    .limit(limit);
  const names = await readFriendNames(
    db,
    rows.map((row) => row.memberId),
  );
  return rows.map(({ memberId, status, inviterPoints, activeAt }) => ({
    name: names.get(memberId) ?? null,
    status,
    points: inviterPoints,
    activeAt,
  }));
}

/** How many have come by a member's links since a moment; those who turned out to be no new friends left out. */
export async function countFriendsSince(
  db: Reader,
  { inviterId, since }: { inviterId: MemberId; since: Date },
): Promise<number> {
  const [row] = await db
    .select({ friends: sql<number>`count(*)::integer` })
    .from(friendship)
    .where(
      and(
        inArray(friendship.inviterId, await listSelves(db, inviterId)),
        gte(friendship.joinedAt, since),
        ne(friendship.status, 'refused'),
      ),
    );
  return row?.friends ?? 0;
}

/** The first names of those friends who let their inviter read them. */
export async function readFriendNames(db: Reader, friendIds: MemberId[]): Promise<Map<MemberId, string>> {
  if (friendIds.length === 0) return new Map();
  const agreed = await db
    .select({ memberId: friendship.memberId })
    .from(friendship)
    .where(
      sql`${friendship.showsName} and ${friendship.memberId} in (
        select jsonb_array_elements_text(${JSON.stringify(friendIds)}::jsonb))`,
    );
  const names = await readNames(
    db,
    agreed.map((row) => row.memberId),
  );
  return new Map(
    [...names].flatMap(([memberId, name]) => {
      const first = name.trim().split(/\s+/)[0];
      return first ? [[memberId, first] as const] : [];
    }),
  );
}

/** By whose link the member came; null: by nobody's. */
export async function findFriendship(
  db: Reader,
  memberId: MemberId,
): Promise<typeof friendship.$inferSelect | null> {
  const [row] = await db.select().from(friendship).where(eq(friendship.memberId, memberId));
  return row ?? null;
}
