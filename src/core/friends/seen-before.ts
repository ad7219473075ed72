// Whether a phone or a messenger account has belonged to a member before, even to one who is erased: kept as words that
// only the program's secret can make, so that nobody can read a number out of them.
import { inArray } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { seenBefore } from '#src/db/schema/friends.ts';
import type { MemberId } from '#src/lib/id.ts';
import { secretWord } from '../members/count-attempt.ts';
import { listIdentities } from '../members/ensure-identity.ts';
import { memberNow } from '../members/member-now.ts';
import { hasProvenPhone, readMember } from '../members/read-member.ts';

interface Asked {
  memberId: MemberId;
  secretKey: string;
}

/** Remembers whose the member's phone and messenger accounts are; whoever was known first stays. */
export async function noteSeen(tx: Tx, { at, ...asked }: Asked & { at: Date }): Promise<void> {
  const { memberId } = asked;
  const rows = (await wordsOf(tx, asked)).map((word) => ({ word, memberId, seenAt: at }));
  if (rows.length > 0) await tx.insert(seenBefore).values(rows).onConflictDoNothing();
}

/** Whether any of them belonged to somebody else before. */
export async function wasSeenBefore(db: Reader, asked: Asked): Promise<boolean> {
  const words = await wordsOf(db, asked);
  if (words.length === 0) return false;
  const rows = await db
    .select({ memberId: seenBefore.memberId })
    .from(seenBefore)
    .where(inArray(seenBefore.word, words));
  const owners = await Promise.all(rows.map((row) => memberNow(db, row.memberId)));
  return owners.some((owner) => owner !== asked.memberId);
}

async function wordsOf(db: Reader, { memberId, secretKey }: Asked): Promise<string[]> {
  const { phone } = await readMember(db, memberId);
  // A number that is only claimed may be anybody's.
  const isOwn = phone !== null && (await hasProvenPhone(db, memberId));
  const accounts = await listIdentities(db, memberId);
  const named = [
    ...(isOwn ? [`phone:${phone}`] : []),
    ...accounts.map(({ messenger, externalId }) => `${messenger}:${externalId}`),
  ];
  return named.map((each) => secretWord(`seen\n${each}`, secretKey));
}
