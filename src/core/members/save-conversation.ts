import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity } from '#src/db/schema/members.ts';
import type { IdentityId } from '#src/lib/id.ts';
import { sourceOf } from './store-source.ts';

export interface KeptConversation {
  identityId: IdentityId;
  scene: string;
  state: Record<string, unknown>;
}

/** Keeps where conversations stand. The state is the dialogue's own; nothing here reads it. */
export async function saveConversations(tx: Tx, conversations: KeptConversation[]): Promise<void> {
  if (conversations.length === 0) return;
  await tx.execute(sql`select save_conversations(${JSON.stringify(conversations)}::text::jsonb)`);
}

/** Keeps what brought the person, a payload or a store, the first time only: a later link does not claim somebody who came by another. */
export async function rememberSource(
  tx: Tx,
  { identityId, source }: { identityId: IdentityId; source: string },
): Promise<void> {
  await tx
    .update(identity)
    .set({ source: sourceOf(source) })
    .where(and(eq(identity.identityId, identityId), isNull(identity.source)));
}
