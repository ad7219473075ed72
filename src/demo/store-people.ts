import { openAccount } from '#src/core/ledger/open-account.ts';
import { postTransfers } from '#src/core/ledger/post-transfer.ts';
import type { Tx } from '#src/db/client.ts';
import { card, cardNumber } from '#src/db/schema/cards.ts';
import { consent, identity, member, phone } from '#src/db/schema/members.ts';
import { addMonths } from '#src/lib/add-months.ts';
import type { ConsentId } from '#src/lib/id.ts';
import type { DemoPerson } from './people.ts';
import { PROGRAMME } from './shop.ts';

const DAY_MS = 86_400_000;
/** Rows of one statement: Postgres takes at most 65,535 parameters. */
const ROWS = 2_000;

/** Members with phones, cards, messenger accounts, consents and their welcome points. Harmless when they are there. */
export async function storePeople(
  tx: Tx,
  { people, until }: { people: DemoPerson[]; until: Date },
): Promise<void> {
  for (let from = 0; from < people.length; from += ROWS) {
    await storeSome(tx, people.slice(from, from + ROWS), until);
  }
}

async function storeSome(tx: Tx, people: DemoPerson[], until: Date): Promise<void> {
  const joinedAt = (person: DemoPerson) => new Date(until.getTime() - (person.habit.firstDay + 1) * DAY_MS);
  await tx
    .insert(member)
    .values(
      people.map((person) => ({
        memberId: person.memberId,
        name: person.name,
        phone: person.phone,
        language: person.language,
        tierKey: 'base',
        marketingConsent: person.marketingConsent,
        registeredAt: joinedAt(person),
      })),
    )
    .onConflictDoNothing();
  await tx
    .insert(phone)
    .values(
      people.map((person) => ({
        phone: person.phone,
        memberId: person.memberId,
        provenAt: joinedAt(person),
      })),
    )
    .onConflictDoNothing();
  const cards = people.map((person) => ({
    memberId: person.memberId,
    cardId: person.cardId,
    cardNumber: person.cardNumber,
    kind: 'virtual' as const,
    issuedAt: joinedAt(person),
  }));
  await tx
    .insert(cardNumber)
    .values(cards.map(({ kind: _kind, issuedAt: _at, ...each }) => each))
    .onConflictDoNothing();
  await tx.insert(card).values(cards).onConflictDoNothing();
  const identities = people.flatMap((person) =>
    person.identities.map((each) => ({
      ...each,
      memberId: person.memberId,
      shownName: person.name,
      language: person.language,
      scene: 'menu',
      linkedAt: joinedAt(person),
      firstSeenAt: joinedAt(person),
      lastSeenAt: joinedAt(person),
    })),
  );
  if (identities.length > 0) await tx.insert(identity).values(identities).onConflictDoNothing();
  await tx
    .insert(consent)
    .values(
      people.flatMap((person) =>
        (['programme', 'marketing'] as const).map((kind) => ({
          memberId: person.memberId,
          consentId: `cns_${kind[0]}${person.memberId.slice(5)}` satisfies ConsentId,
          kind,
          given: kind === 'programme' || person.marketingConsent,
          textVersion: PROGRAMME.termsVersion,
          channel: 'import' as const,
          carriedBy: 'demo',
          recordedAt: joinedAt(person),
        })),
      ),
    )
    .onConflictDoNothing();
  await openAccount(tx, ...people.map((person) => person.memberId));
  await postTransfers(
    tx,
    people.map((person) => ({
      memberId: person.memberId,
      kind: 'welcome',
      amount: PROGRAMME.welcomePoints,
      account: 'issued',
      key: 'welcome',
      occurredAt: joinedAt(person),
      recordedAt: joinedAt(person),
      // Kept a little longer than the year that the demo shows, so that its books begin with everything active.
      expiresAt: addMonths(joinedAt(person), 14),
    })),
  );
}
