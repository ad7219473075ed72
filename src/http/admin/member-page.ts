// One member as the admin sees them: enough to help, masked so that no screen is a list of phones to carry away.
import type { MemberFound, MemberPage } from '#src/contract/member.ts';
import { type Card, listCards } from '#src/core/cards/read-card.ts';
import { countRecent, readMemberContact } from '#src/core/contacts/member-contact.ts';
import { burnWaitOf } from '#src/core/members/burn-wait.ts';
import { listIdentities } from '#src/core/members/ensure-identity.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { maskPhone } from '#src/core/members/phone-number.ts';
import { listMembers, type Member } from '#src/core/members/read-member.ts';
import { listBadges } from '#src/core/prizes/list-badges.ts';
import { listReceipts } from '#src/core/receipts/list-receipts.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';

const LATEST = 20;

/** An erased member is shown too, as erased. Throws Refusal member_not_found. */
export async function readAnyMember(db: Reader, memberId: MemberId): Promise<Member> {
  const [row] = await listMembers(db, [memberId]);
  if (!row) throw new Refusal('member_not_found');
  return row;
}

/** Throws Refusal member_not_found. */
export async function findMasked(db: Reader, memberId: MemberId): Promise<MemberFound> {
  const [member, cards] = await Promise.all([readAnyMember(db, memberId), listCards(db, memberId)]);
  return masked(member, cards);
}

/** Throws Refusal member_not_found. */
export async function readMemberPage(
  db: Reader,
  { memberId, known, at }: { memberId: MemberId; known: KnownProgramme; at: Date },
): Promise<MemberPage> {
  const [member, cards, identities, receipts, contact, recent, badges] = await Promise.all([
    readAnyMember(db, memberId),
    listCards(db, memberId),
    listIdentities(db, memberId),
    listReceipts(db, memberId, { limit: LATEST }),
    readMemberContact(db, memberId),
    countRecent(db, memberId, at),
    listBadges(db, memberId),
  ]);
  return {
    ...masked(member, cards),
    language: member.language,
    tier: {
      tierKey: member.tierKey,
      earnBp: known.tiers.find((each) => each.tierKey === member.tierKey)?.earnBp ?? 0,
    },
    cardStatus: cards[0]?.status ?? 'blocked',
    marketingConsent: member.marketingConsent,
    contact: { ...contact, recent },
    messengers: identities.map(({ messenger, reachable, lastSeenAt }) => ({
      messenger,
      reachable,
      lastSeenAt: lastSeenAt.toISOString(),
    })),
    turnoverMinor: Number(member.turnoverMinor),
    registeredAt: member.registeredAt.toISOString(),
    burnAllowedFrom: member.burnAllowedFrom?.toISOString() ?? null,
    burnWaitsFor: burnWaitOf(member, at)?.why ?? null,
    badges: badges.map(({ sign, titles, givenAt }) => ({ sign, titles, givenAt: givenAt.toISOString() })),
    receipts: receipts.map((row) => ({
      receiptId: row.receiptId,
      receiptNumber: row.number,
      storeId: row.storeId,
      amountMinor: Number(row.amountMinor),
      earned: Number(row.earned),
      burnt: Number(row.burnt),
      state: row.state,
      occurredAt: row.occurredAt.toISOString(),
    })),
  };
}

function masked(member: Member, cards: Card[]): MemberFound {
  const number = cards[0]?.cardNumber;
  return {
    memberId: member.memberId,
    shownName: shortName(member.name),
    maskedPhone: member.phone === null ? null : maskPhone(member.phone),
    maskedCardNumber: number ? maskCard(number) : null,
    tierKey: member.tierKey,
    status: member.absorbedInto === null ? member.status : 'merged',
  };
}

/** Enough of a card's number to tell it from another. */
export function maskCard(number: string): string {
  return `${number.slice(0, 2)}•••${number.slice(-4)}`;
}
