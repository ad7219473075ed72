import { and, eq, getTableColumns, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { identity, member, phone as phoneTable, standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Phone } from './phone-number.ts';

export type Member = typeof member.$inferSelect & {
  /** Everything bought with the card, in minor units; returns are taken off. */
  turnoverMinor: bigint;
};

const COLUMNS = {
  ...getTableColumns(member),
  turnoverMinor: sql<bigint>`coalesce(${standing.turnoverMinor}, 0)`.mapWith(standing.turnoverMinor),
};

/** The member. Throws Refusal `member_not_found`, `member_erased`. */
export async function readMember(db: Reader, memberId: MemberId): Promise<Member> {
  const [row] = await db
    .select(COLUMNS)
    .from(member)
    .leftJoin(standing, eq(standing.memberId, member.memberId))
    .where(eq(member.memberId, memberId));
  if (!row) throw new Refusal('member_not_found');
  if (row.status === 'erased') throw new Refusal('member_erased');
  return row;
}

/** The members among these, erased ones too, in no order. */
export async function listMembers(db: Reader, memberIds: MemberId[]): Promise<Member[]> {
  if (memberIds.length === 0) return [];
  // One text however many there are, so that the statement stays prepared.
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(memberIds)}::jsonb))`;
  return await db
    .select(COLUMNS)
    .from(member)
    .leftJoin(standing, eq(standing.memberId, member.memberId))
    .where(sql`${member.memberId} in ${asked}`);
}

/** Whose phone this is known to be, and since when; null when nobody's: a number somebody only claims finds no one. */
export async function findMemberByPhone(
  db: Reader,
  phone: Phone,
): Promise<{ memberId: MemberId; provenAt: Date } | null> {
  const [row] = await db
    .select({ memberId: phoneTable.memberId, provenAt: phoneTable.provenAt })
    .from(phoneTable)
    .where(eq(phoneTable.phone, phone));
  return row?.provenAt ? { memberId: row.memberId, provenAt: row.provenAt } : null;
}

/**
 * Whose phone this is, as far as a till may go by it: one that is proven, or that staff have written down for somebody
 * without a messenger account. A number that a messenger account only claims finds no one.
 */
export async function findMemberByToldPhone(db: Reader, phone: Phone): Promise<MemberId | null> {
  const [row] = await db
    .select({ memberId: phoneTable.memberId })
    .from(phoneTable)
    .leftJoin(identity, eq(identity.memberId, phoneTable.memberId))
    .where(and(eq(phoneTable.phone, phone), or(isNotNull(phoneTable.provenAt), isNull(identity.identityId))))
    .limit(1);
  return row?.memberId ?? null;
}

/** Whether the member's own phone is proven; false also when there is none. */
export async function hasProvenPhone(db: Reader, memberId: MemberId): Promise<boolean> {
  const rows = await db
    .select({ provenAt: phoneTable.provenAt })
    .from(phoneTable)
    .where(eq(phoneTable.memberId, memberId));
  return rows.some((row) => row.provenAt !== null);
}
