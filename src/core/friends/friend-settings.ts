import { eq, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { friendProgramme } from '#src/db/schema/friends.ts';
import { recordAudit } from '../staff/record-audit.ts';

export type FriendSettings = typeof friendProgramme.$inferSelect;

export async function readFriendSettings(db: Reader): Promise<FriendSettings> {
  const [row] = await db.select().from(friendProgramme);
  if (!row) throw new Error('the settings of friends are not there');
  return row;
}

export type FriendTerms = Pick<
  FriendSettings,
  'isOn' | 'inviterPoints' | 'friendPoints' | 'minimumMinor' | 'pendingDays' | 'monthLimit' | 'budget'
>;

/** What is not named stays. Holds for friends who buy from now on; a budget counts what was given before. */
export async function changeFriendSettings(
  tx: Tx,
  { actor, at, ...terms }: Partial<FriendTerms> & { actor: string; at: Date },
): Promise<FriendSettings> {
  const [row] = await tx
    .update(friendProgramme)
    .set({ ...terms, changedBy: actor, changedAt: at })
    .where(eq(friendProgramme.programmeId, 1))
    .returning();
  if (!row) throw new Error('the settings of friends are not there');
  const detail = { isOn: row.isOn, inviter: `${row.inviterPoints}`, friend: `${row.friendPoints}` };
  await recordAudit(tx, { actor, action: 'friends.change', subject: 'friends', detail, at });
  return row;
}

/** Takes so many points out of the budget; false when they are not there any more. */
export async function spendFriendBudget(tx: Tx, amount: bigint): Promise<boolean> {
  const { spent, budget } = friendProgramme;
  const rows = await tx
    .update(friendProgramme)
    .set({ spent: sql`${spent} + ${amount.toString()}::bigint` })
    .where(sql`${budget} is null or ${spent} + ${amount.toString()}::bigint <= ${budget}`)
    .returning({ spent });
  return rows.length > 0;
}

/** What was taken back can be given to others. */
export async function returnFriendBudget(tx: Tx, amount: bigint): Promise<void> {
  await tx
    .update(friendProgramme)
    .set({ spent: sql`greatest(0, ${friendProgramme.spent} - ${amount.toString()}::bigint)` });
}
