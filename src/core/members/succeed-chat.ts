import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity } from '#src/db/schema/members.ts';
import type { IdentityId } from '#src/lib/id.ts';
import type { Identity } from './ensure-identity.ts';

/**
 * A chat has come in place of another one of its messenger, and is spoken with in the language of that. Returns the old one,
 * locked; null when it never said anything. Lock the new one before.
 */
export async function succeedChat(
  tx: Tx,
  {
    identityId,
    messenger,
    before,
  }: { identityId: IdentityId; messenger: Identity['messenger']; before: string },
): Promise<Identity | null> {
  const [old] = await tx
    .select()
    .from(identity)
    .where(and(eq(identity.messenger, messenger), eq(identity.externalId, before)))
    .for('no key update');
  if (!old) return null;
  const { language } = old;
  await tx.update(identity).set({ language }).where(eq(identity.identityId, identityId));
  return old;
}
