// What has to be known of two members who become one, to part them again: of the one who goes everything, of the one who
// stays what may change. It is kept as JSON, so times and sums come back as text.
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '#src/db/client.ts';
import { identity, member, phone, standing } from '#src/db/schema/members.ts';
import { listCards } from '../cards/read-card.ts';
import { readCounts } from './read-counts.ts';
import type { Member } from './read-member.ts';

const id = <Prefix extends string>(prefix: Prefix) => z.templateLiteral([prefix, '_', z.string()]);
const at = z.iso.datetime().transform((text) => new Date(text));

const counts = z.object({
  day: z.string().nullable(),
  earnedToday: z.record(z.string(), z.number()),
  ruleUse: z.record(
    id('rul'),
    z.object({
      times: z.number(),
      timesToday: z.number(),
      points: z.number(),
      pointsToday: z.number(),
      lastAt: z.number().nullable(),
    }),
  ),
});

export const keptPerson = z.object({
  gone: z.object({
    name: z.string(),
    phone: z.string().nullable(),
    tierKey: z.string(),
    marketingConsent: z.boolean(),
    preferredMessenger: z.enum(['telegram', 'viber']).nullable(),
    burnAllowedFrom: at.nullable(),
    pointsHeldUntil: at.nullable(),
    source: z.string().nullable(),
    birthday: z.string().nullable(),
  }),
  standing: z
    .object({
      tierLostAt: at.nullable(),
      tierKeptUntil: at.nullable(),
    })
    .nullable(),
  /** What rules had counted for either; not there after merges of the time when it did not go over. */
  counts: z.object({ own: counts, before: counts }).optional(),
  stays: z.object({
    tierKey: z.string(),
    phone: z.string().nullable(),
    birthday: z.string().nullable(),
    /** Not there after merges of the time when consents did not go over. */
    marketingConsent: z.boolean().optional(),
  }),
  identities: z.array(z.object({ identityId: id('idn'), linkedAt: at.nullable(), vouchedAt: at.nullable() })),
  cards: z.array(z.object({ cardId: id('crd') })),
  phones: z.array(z.object({ phone: z.string(), provenAt: at.nullable() })),
  /** Who was part of the one who goes. */
  absorbed: z.array(z.object({ memberId: id('mem') })),
  /** The tier of the one who stays, after both became one. */
  tierAfter: z.string(),
  /** Whether they agreed to offers then. Not there after merges of the time when it was not kept. */
  consentAfter: z.boolean().optional(),
});

export type KeptPerson = z.infer<typeof keptPerson>;
/** What is known before anything moves. */
export type KeptBefore = Omit<KeptPerson, 'tierAfter' | 'consentAfter'>;

/** Reads it all, before anything moves. The caller has locked both standings. */
export async function keepAside(
  db: Reader,
  { gone, stays }: { gone: Member; stays: Member },
): Promise<KeptBefore> {
  const from = gone.memberId;
  const [own] = await db
    .select({ tierLostAt: standing.tierLostAt, tierKeptUntil: standing.tierKeptUntil })
    .from(standing)
    .where(eq(standing.memberId, from));
  return {
    gone,
    standing: own ?? null,
    counts: { own: await readCounts(db, from), before: await readCounts(db, stays.memberId) },
    stays: {
      tierKey: stays.tierKey,
      phone: stays.phone,
      birthday: stays.birthday,
      marketingConsent: stays.marketingConsent,
    },
    identities: await db
      .select({ identityId: identity.identityId, linkedAt: identity.linkedAt, vouchedAt: identity.vouchedAt })
      .from(identity)
      .where(eq(identity.memberId, from)),
    cards: (await listCards(db, from)).map(({ cardId }) => ({ cardId })),
    phones: await db
      .select({ phone: phone.phone, provenAt: phone.provenAt })
      .from(phone)
      .where(eq(phone.memberId, from)),
    absorbed: await db
      .select({ memberId: member.memberId })
      .from(member)
      .where(eq(member.absorbedInto, from)),
  };
}
