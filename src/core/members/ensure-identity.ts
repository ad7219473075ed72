import { and, eq, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { identity } from '#src/db/schema/members.ts';
import { type IdentityId, newId } from '#src/lib/id.ts';
import { type Language, languageOf } from '#src/lib/language.ts';

export type Identity = typeof identity.$inferSelect;
export type MessengerName = Identity['messenger'];

export interface SeenPerson {
  messenger: MessengerName;
  externalId: string;
  shownName: string;
  languageTag?: string;
  /** Spoken with somebody whose messenger tells no language; Ukrainian when left out. */
  defaultLanguage?: Language;
  at: Date;
}

// Longer than any messenger gives; whatever is cut off was no name.
const SHOWN_NAME_LONGEST = 128;

/**
 * The messenger account of whoever wrote, made when it is new, and locked until the transaction ends: that is what
 * keeps one person's updates in single file. Language and link of a known one stay as they are.
 */
export async function ensureIdentity(tx: Tx, seen: SeenPerson): Promise<Identity> {
  // Postgres stores no NUL; half of a surrogate pair is no character either.
  const shownName = seen.shownName
    .replaceAll('\0', '')
    .toWellFormed()
    .slice(0, SHOWN_NAME_LONGEST)
    .toWellFormed();
  const [row] = await tx
    .insert(identity)
    .values({
      identityId: newId('idn', seen.at.getTime()),
      messenger: seen.messenger,
      externalId: seen.externalId,
      shownName,
      language: languageOf(seen.languageTag, seen.defaultLanguage ?? 'uk'),
      firstSeenAt: seen.at,
      lastSeenAt: seen.at,
    })
    .onConflictDoUpdate({
      target: [identity.messenger, identity.externalId],
      set: {
        lastSeenAt: sql`greatest(${identity.lastSeenAt}, excluded.last_seen_at)`,
        ...(shownName === '' ? {} : { shownName }),
      },
    })
    .returning();
  if (!row) throw new Error('An upsert gave no row.');
  return row;
}

/** The messenger account, or null when it never wrote. */
export async function findIdentity(
  db: Reader,
  { messenger, externalId }: { messenger: MessengerName; externalId: string },
): Promise<Identity | null> {
  const [row] = await db
    .select()
    .from(identity)
    .where(and(eq(identity.messenger, messenger), eq(identity.externalId, externalId)));
  return row ?? null;
}

/** The messenger account. Throws when there is none: an id of ours cannot be wrong. */
export async function readIdentity(db: Reader, identityId: IdentityId): Promise<Identity> {
  const [row] = await db.select().from(identity).where(eq(identity.identityId, identityId));
  if (!row) throw new Error(`There is no identity ${identityId}.`);
  return row;
}

/** The member's messenger accounts, the one linked first at the front. */
export async function listIdentities(
  db: Reader,
  memberId: NonNullable<Identity['memberId']>,
): Promise<Identity[]> {
  return await db
    .select()
    .from(identity)
    .where(eq(identity.memberId, memberId))
    .orderBy(identity.linkedAt, identity.firstSeenAt, identity.identityId);
}

/** Whether the bot may write: false after a block, true when the person is back. */
export async function setReachable(
  tx: Tx,
  { identityId, reachable }: { identityId: IdentityId; reachable: boolean },
): Promise<void> {
  await tx.update(identity).set({ reachable }).where(eq(identity.identityId, identityId));
}
