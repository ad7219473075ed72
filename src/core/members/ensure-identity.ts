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

/** The messenger account of whoever wrote: `ensureIdentities` for one. */
export async function ensureIdentity(tx: Tx, seen: SeenPerson): Promise<Identity> {
  const [identity] = await ensureIdentities(tx, [seen]);
  if (!identity) throw new Error('An upsert gave no row.');
  return identity;
}

/**
 * The messenger accounts of people who wrote, none of them twice; made when they are new, and locked until the
 * transaction ends: that is what keeps one person's updates in single file. Language and link of a known one stay as
 * they are. Answers in the order asked.
 */
export async function ensureIdentities(tx: Tx, people: SeenPerson[]): Promise<Identity[]> {
  const rows = people
    .map((seen) => ({
      identity_id: newId('idn', seen.at.getTime()),
      messenger: seen.messenger,
      external_id: seen.externalId,
      shown_name: storable(seen.shownName),
      language: languageOf(seen.languageTag, seen.defaultLanguage ?? 'uk'),
      seen_at: seen.at,
    }))
    .toSorted((a, b) => (keyOf(a.messenger, a.external_id) < keyOf(b.messenger, b.external_id) ? -1 : 1));
  const stored = await tx
    .insert(identity)
    .select(sql`
      select identity_id, messenger, external_id, null, shown_name, language, true, 'start', '{}', null, null, seen_at, seen_at, null, null,
        null
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(identity_id text, messenger text, external_id text,
        shown_name text, language text, seen_at timestamptz)`)
    .onConflictDoUpdate({
      target: [identity.messenger, identity.externalId],
      set: {
        lastSeenAt: sql`greatest(${identity.lastSeenAt}, excluded.last_seen_at)`,
        shownName: sql`case when excluded.shown_name = '' then ${identity.shownName} else excluded.shown_name end`,
      },
    })
    .returning();
  const byKey = new Map(stored.map((row) => [keyOf(row.messenger, row.externalId), row]));
  return people.map(({ messenger, externalId }) => {
    const row = byKey.get(keyOf(messenger, externalId));
    if (!row) throw new Error('An upsert gave no row.');
    return row;
  });
}

const keyOf = (messenger: MessengerName, externalId: string) => `${messenger} ${externalId}`;

/** Postgres stores no NUL; half of a surrogate pair is no character either. */
function storable(name: string): string {
  return name.replaceAll('\0', '').toWellFormed().slice(0, SHOWN_NAME_LONGEST).toWellFormed();
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

/** The messenger account, or null when there is none with this id. */
export async function findIdentityById(db: Reader, identityId: IdentityId): Promise<Identity | null> {
  const [row] = await db.select().from(identity).where(eq(identity.identityId, identityId));
  return row ?? null;
}

/** The messenger account. Throws when there is none: an id of ours cannot be wrong. */
export async function readIdentity(db: Reader, identityId: IdentityId): Promise<Identity> {
  const row = await findIdentityById(db, identityId);
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
