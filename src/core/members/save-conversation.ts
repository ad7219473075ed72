import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity } from '#src/db/schema/members.ts';
import type { IdentityId } from '#src/lib/id.ts';

/** Keeps where the conversation stands. The state is the dialogue's own; nothing here reads it. */
export async function saveConversation(
  tx: Tx,
  { identityId, scene, state }: { identityId: IdentityId; scene: string; state: Record<string, unknown> },
): Promise<void> {
  await tx.update(identity).set({ scene, sceneState: state }).where(eq(identity.identityId, identityId));
}

/** Keeps what brought the person, the first time only: a later link does not claim somebody who came by another. */
export async function rememberSource(
  tx: Tx,
  { identityId, source }: { identityId: IdentityId; source: string },
): Promise<void> {
  await tx
    .update(identity)
    .set({ source })
    .where(and(eq(identity.identityId, identityId), isNull(identity.source)));
}
