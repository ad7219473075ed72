// A group of the staff has become another chat: photos that wait are shown there, as if they had never been shown.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { staffChat } from '#src/db/schema/quests-chats.ts';
import type { DeliveryId, IdentityId } from '#src/lib/id.ts';
import { recordAudit } from '../../../staff/record-audit.ts';

/**
 * Harmless when the old chat is not connected. A new chat that was connected by itself stays as it is. What was pressed under a
 * photo is still decided. Returns the messages of the old chat that showed one.
 */
export async function moveChat(
  tx: Tx,
  { from, to, at }: { from: IdentityId; to: IdentityId; at: Date },
): Promise<DeliveryId[]> {
  const [old] = await tx
    .update(staffChat)
    .set({ disconnectedAt: at })
    .where(and(eq(staffChat.identityId, from), isNull(staffChat.disconnectedAt)))
    .returning();
  if (!old) return [];
  await tx
    .insert(staffChat)
    .values({ ...old, identityId: to, disconnectedAt: null })
    .onConflictDoNothing();
  await recordAudit(tx, { actor: 'system', action: 'staff_chat.move', subject: from, detail: { to }, at });
  const pressed = await tx.execute<{ id: DeliveryId }>(sql`
    update quest_review_post p set identity_id = ${to}
    where p.identity_id = ${from} and p.shows = 'waiting' and p.pressed is not null
      and not exists (select 1 from quest_review_post o
        where o.player_id = p.player_id and o.attempt_key = p.attempt_key and o.identity_id = ${to})
    returning delivery_id as id`);
  const shown = await tx.execute<{ id: DeliveryId }>(sql`
    delete from quest_review_post where identity_id = ${from} and shows = 'waiting' and pressed is null
    returning delivery_id as id`);
  return [...pressed, ...shown].map(({ id }) => id);
}
