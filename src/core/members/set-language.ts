import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member } from '#src/db/schema/members.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';

/** The language of this chat, and of the member it belongs to when there is one. */
export async function setLanguage(
  tx: Tx,
  {
    identityId,
    memberId,
    language,
  }: { identityId: IdentityId; memberId: MemberId | null; language: Language },
): Promise<void> {
  await tx.update(identity).set({ language }).where(eq(identity.identityId, identityId));
  if (memberId) await tx.update(member).set({ language }).where(eq(member.memberId, memberId));
}
