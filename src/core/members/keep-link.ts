import { and, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity } from '#src/db/schema/members.ts';
import type { IdentityId } from '#src/lib/id.ts';

/** Keeps the link that brought a chat something, such as `r-…` of a receipt, until it can be done; the last one counts. */
export async function keepLink(
  tx: Tx,
  { identityId, link }: { identityId: IdentityId; link: string },
): Promise<void> {
  await tx.update(identity).set({ waitingLink: link }).where(eq(identity.identityId, identityId));
}

/** Takes the link out, so that it is done once. Null when there is none. */
export async function takeLink(tx: Tx, identityId: IdentityId): Promise<string | null> {
  const waiting = and(eq(identity.identityId, identityId), isNotNull(identity.waitingLink));
  const [before] = await tx
    .select({ link: identity.waitingLink })
    .from(identity)
    .where(waiting)
    .for('update');
  if (!before) return null;
  await tx.update(identity).set({ waitingLink: null }).where(waiting);
  return before.link;
}
