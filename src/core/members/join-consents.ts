// Whether a person who turns out to be two members has agreed to offers. A word belongs to the person and to the channel
// that carried it. No word is copied: each stays where it was given, and those of both are listed together.
import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { consent, identity, member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { listSelves } from './list-selves.ts';
import { readMember } from './read-member.ts';

interface Pair {
  /** Becomes part of the other. */
  from: MemberId;
  into: MemberId;
}

export interface JoinedConsents {
  /** What each has agreed to by now. */
  from: boolean;
  into: boolean;
  /** Whether either has taken it back or said no, which holds for both: their chats become one person's. */
  takenBack: boolean;
  /** Whether the one who stays agrees afterwards: they do, or the other has in a chat that goes over. */
  after: boolean;
}

/** Throws Refusal `member_not_found`, `member_erased`. */
export async function readJoinedConsents(db: Reader, { from, into }: Pair): Promise<JoinedConsents> {
  const [gone, stays] = [await readWords(db, from), await readWords(db, into)];
  const takenBack = hasTakenBack(gone, stays) || hasTakenBack(stays, gone);
  const after = !takenBack && (stays.agrees || (gone.agrees && gone.inOwnChat));
  return { from: gone.agrees, into: stays.agrees, takenBack, after };
}

/** What a file has brought is older than a word given here: its "no" takes back no other's. */
function hasTakenBack({ agrees, last }: Words, other: Words): boolean {
  if (agrees) return false;
  const isHere = other.agrees && other.last.some(({ given, channel }) => given && channel !== 'import');
  return last.some(({ given, channel }) => !given && !(isHere && channel === 'import'));
}

/** Writes it down for the one who stays. The caller has locked both members, and the chats have not gone over yet. */
export async function joinConsents(tx: Tx, pair: Pair): Promise<void> {
  const { into, after } = await readJoinedConsents(tx, pair);
  if (into === after) return;
  await tx.update(member).set({ marketingConsent: after }).where(eq(member.memberId, pair.into));
}

/** The last word on offers of whom both have been since `mergedAt`; null when there was none. */
export async function lastWordSince(db: Reader, memberId: MemberId, mergedAt: Date): Promise<boolean | null> {
  const [word] = await db
    .select({ given: consent.given })
    .from(consent)
    .where(
      and(eq(consent.memberId, memberId), eq(consent.kind, 'marketing'), gt(consent.recordedAt, mergedAt)),
    )
    .orderBy(desc(consent.recordedAt), desc(consent.consentId))
    .limit(1);
  return word?.given ?? null;
}

/** Whether any of whom the member is by now has said yes, and has not taken it back. */
export async function hasSaidYes(db: Reader, memberId: MemberId): Promise<boolean> {
  return (await listLastWords(db, memberId)).some(({ given }) => given);
}

type LastWord = Pick<typeof consent.$inferSelect, 'given' | 'channel'>;

async function listLastWords(db: Reader, memberId: MemberId): Promise<LastWord[]> {
  return await db
    .selectDistinctOn([consent.memberId], { given: consent.given, channel: consent.channel })
    .from(consent)
    .where(and(inArray(consent.memberId, await listSelves(db, memberId)), eq(consent.kind, 'marketing')))
    .orderBy(consent.memberId, desc(consent.recordedAt), desc(consent.consentId));
}

interface Words {
  agrees: boolean;
  /** The last word of each of whom they are. */
  last: LastWord[];
  inOwnChat: boolean;
}

async function readWords(db: Reader, memberId: MemberId): Promise<Words> {
  const { marketingConsent: agrees } = await readMember(db, memberId);
  const last = await listLastWords(db, memberId);
  const chats = await db
    .select({ messenger: identity.messenger })
    .from(identity)
    .where(eq(identity.memberId, memberId));
  const inChat = ({ given, channel }: LastWord) =>
    given && chats.some(({ messenger }) => messenger === channel);
  return { agrees, last, inOwnChat: last.some(inChat) };
}
