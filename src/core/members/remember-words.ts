// A person who is erased is named in other people's messages, too: "Olena gives you 20 points". What leads to them there
// is kept apart for some minutes, until a chore has gone through whatever holds words, and then it is gone itself.
import type { Tx } from '#src/db/client.ts';
import { erasedWords } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** As people write it, with whatever stands before. */
const PHONE_DIGITS = 9;

/** Keeps what the words about a person look like, to be swept. A first name alone is many people's: it leads to nobody. */
export async function rememberWords(
  tx: Tx,
  person: { memberId: MemberId; name: string; phones: string[]; at: Date },
): Promise<void> {
  const { memberId, name, phones, at } = person;
  const names = name.includes(' ') ? [name] : [];
  const words = [...names, ...phones.map((phone) => phone.slice(-PHONE_DIGITS))];
  if (words.length > 0) await tx.insert(erasedWords).values({ memberId, name, words, erasedAt: at });
}
