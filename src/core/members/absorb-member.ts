import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member, phone, standing, tierChange } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { moveCards } from '../cards/move-cards.ts';
import { recordEvent } from '../events/record-event.ts';
import { listTiers, readProgramme } from '../stores/read-programme.ts';
import { countMonths } from './count-purchases.ts';
import { joinConsents } from './join-consents.ts';
import { joinCounts } from './joined-counts.ts';
import { lockMembers } from './lock-members.ts';
import { moveCoupons } from './move-coupons.ts';
import { readCounts } from './read-counts.ts';
import { reachedTier } from './tier-standing.ts';

/**
 * Makes one member part of another: cards, messenger accounts and standing go over, and what was agreed to in those chats;
 * name and phone are dropped, and what is left stands as erased. Receipts and past transfers stay in the books where they were. The caller moves the
 * points in the same transaction (ledger `moveAllPoints`) and has locked both accounts before anything else.
 */
export async function absorbMember(
  tx: Tx,
  {
    from,
    into,
    balance,
    at,
  }: {
    from: MemberId;
    into: MemberId;
    /** What the other has by now, where the chats are to be told of it. */
    balance?: bigint;
    at: Date;
  },
): Promise<void> {
  await lockMembers(tx, from, into);
  await joinConsents(tx, { from, into });
  await moveCards(tx, { from, to: into });
  await moveCoupons(tx, { from, to: into });
  await tx
    .update(identity)
    .set({ memberId: into, linkedAt: at, vouchedAt: null })
    .where(eq(identity.memberId, from));
  await tx.delete(phone).where(eq(phone.memberId, from));
  await addStanding(tx, { from, into });
  await moveHold(tx, { from, into });
  await moveContact(tx, { from, into });
  await moveLists(tx, { from, into });
  await raiseTier(tx, { into, at });
  await tx
    .update(member)
    .set({
      name: '',
      phone: null,
      status: 'erased',
      marketingConsent: false,
      preferredMessenger: null,
      source: null,
      birthday: null,
      erasedAt: at,
      absorbedInto: into,
    })
    .where(eq(member.memberId, from));
  // What was part of it before is part of the same one now.
  await tx.update(member).set({ absorbedInto: into }).where(eq(member.absorbedInto, from));
  // Of two the months of one may be counted anew already, and those of the other not yet.
  const programme = await readProgramme(tx);
  if (programme.tierCountingSince) await countMonths(tx, [into], programme);
  const data = { from, ...(balance !== undefined && { balance: balance.toString() }) };
  await recordEvent(tx, { memberId: into, happened: { kind: 'member.merged', data }, at });
}

/** What one has bought counts as bought by the other, and what rules have given to one is not given to the other again. */
async function addStanding(tx: Tx, { from, into }: { from: MemberId; into: MemberId }): Promise<void> {
  const [gone, stays] = await Promise.all([readCounts(tx, from), readCounts(tx, into)]);
  await tx.update(standing).set(joinCounts(stays, gone)).where(eq(standing.memberId, into));
  await tx.execute(sql`
    update standing s set version = s.version + 1, receipts = s.receipts + f.receipts,
      turnover_minor = s.turnover_minor + f.turnover_minor,
      first_receipt_at = least(s.first_receipt_at, f.first_receipt_at),
      last_receipt_at = greatest(s.last_receipt_at, f.last_receipt_at),
      months = (select coalesce(jsonb_object_agg(month, amount), '{}') from (
        select key as month, sum(value::bigint) as amount
        from (select * from jsonb_each_text(s.months) union all select * from jsonb_each_text(f.months)) both_of_them
        group by key) by_month)
    from standing f where s.member_id = ${into} and f.member_id = ${from}`);
  await tx
    .update(standing)
    .set({
      version: sql`${standing.version} + 1`,
      receipts: 0,
      turnoverMinor: 0n,
      firstReceiptAt: null,
      lastReceiptAt: null,
      months: {},
      day: null,
      earnedToday: {},
      ruleUse: {},
      tierLostAt: null,
      tierKeptUntil: null,
    })
    .where(eq(standing.memberId, from));
}

/** Points that wait because nobody knows whose they are wait on wherever they go, so that no second card frees them. */
async function moveHold(tx: Tx, { from, into }: { from: MemberId; into: MemberId }): Promise<void> {
  await tx.execute(sql`
    update member m set points_held_until = greatest(m.points_held_until, f.points_held_until),
      burn_allowed_from = greatest(m.burn_allowed_from, f.points_held_until)
    from member f where m.member_id = ${into} and f.member_id = ${from} and f.points_held_until is not null`);
}

/** What either was sent counts for both; of what each has asked for, the word of the one who stays goes first. */
async function moveContact(tx: Tx, { from, into }: { from: MemberId; into: MemberId }): Promise<void> {
  await tx.execute(sql`
    insert into member_contact (member_id, recent, per_week, topics, hours_from, hours_to, changed_at)
    select ${into}, recent, per_week, topics, hours_from, hours_to, changed_at
    from member_contact where member_id = ${from}
    on conflict (member_id) do update set
      recent = (select coalesce(array_agg(sent order by sent), '{}')
        from unnest(member_contact.recent || excluded.recent) as sent),
      per_week = case when member_contact.changed_at is null then excluded.per_week else member_contact.per_week end,
      topics = case when member_contact.changed_at is null then excluded.topics else member_contact.topics end,
      hours_from = case when member_contact.changed_at is null then excluded.hours_from else member_contact.hours_from end,
      hours_to = case when member_contact.changed_at is null then excluded.hours_to else member_contact.hours_to end,
      changed_at = coalesce(member_contact.changed_at, excluded.changed_at)`);
  await tx.execute(sql`delete from member_contact where member_id = ${from}`);
}

/** Who was on a list of people stays on it. */
async function moveLists(tx: Tx, { from, into }: { from: MemberId; into: MemberId }): Promise<void> {
  await tx.execute(sql`
    insert into segment_member (segment_id, member_id, entered_at)
    select segment_id, ${into}, entered_at from segment_member where member_id = ${from}
    order by segment_id on conflict do nothing`);
  await tx.execute(sql`delete from segment_member where member_id = ${from}`);
}

/** The one who stays gets the tier that all of it reaches, and never a lower one than before. */
async function raiseTier(tx: Tx, { into, at }: { into: MemberId; at: Date }): Promise<void> {
  const [stands] = await tx.select().from(standing).where(eq(standing.memberId, into));
  const [now] = await tx.select({ tierKey: member.tierKey }).from(member).where(eq(member.memberId, into));
  const tiers = await listTiers(tx);
  if (!stands || !now || tiers.length === 0) return;
  const programme = await readProgramme(tx);
  const to = reachedTier({
    // Written by the ledger's own functions only.
    months: stands.months as Record<string, number>,
    totalMinor: programme.tierBasis === 'spend' ? stands.turnoverMinor : null,
    programme,
    tiers,
    at,
  });
  const place = (tierKey: string) => tiers.findIndex((each) => each.tierKey === tierKey);
  if (place(to) <= place(now.tierKey)) return;
  await tx.update(member).set({ tierKey: to }).where(eq(member.memberId, into));
  await tx
    .insert(tierChange)
    .values({ memberId: into, changedAt: at, fromTier: now.tierKey, toTier: to })
    .onConflictDoNothing();
}
