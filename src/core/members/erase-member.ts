// Forgets a person. Whatever can hold a name or a phone is emptied wherever it is, the rooms' borders notwithstanding:
// erasing that can be done by halves is none. The books keep their entries, which hold opaque identifiers only; the
// messenger accounts stay as strangers who may come back, without name and without history. What others were told about
// the person a chore takes out some minutes later (`sweepWords`).
import { eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member, memberExternalId, oneTimeCode, phone } from '#src/db/schema/members.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import { eraseCards } from '../cards/erase-cards.ts';
import { Refusal } from '../refusal.ts';
import { listIdentities } from './ensure-identity.ts';
import { lockStandings } from './lock-standings.ts';
import { rememberWords } from './remember-words.ts';

/** Returns the messenger accounts that were theirs. Throws Refusal `member_not_found`, `member_erased`. */
export async function eraseMember(tx: Tx, memberId: MemberId, at: Date): Promise<IdentityId[]> {
  await lockStandings(tx, memberId);
  const [row] = await tx.select().from(member).where(eq(member.memberId, memberId)).for('update');
  if (!row) throw new Refusal('member_not_found');
  if (row.status === 'erased') throw new Refusal('member_erased');
  const accounts = (await listIdentities(tx, memberId)).map((each) => each.identityId);

  const absorbed = await tx
    .select({ memberId: member.memberId })
    .from(member)
    .where(eq(member.absorbedInto, memberId));
  const members = [memberId, ...absorbed.map((each) => each.memberId)];

  if (row.phone) await tx.delete(oneTimeCode).where(eq(oneTimeCode.phone, row.phone));
  if (accounts.length > 0) {
    await tx.delete(oneTimeCode).where(inArray(oneTimeCode.identityId, accounts));
    await tx.execute(sql`update inbox set payload = '{}' from identity i
      where i.identity_id in ${accounts} and inbox.messenger = i.messenger and inbox.external_id = i.external_id`);
    await tx
      .update(identity)
      .set({
        memberId: null,
        linkedAt: null,
        vouchedAt: null,
        shownName: '',
        source: null,
        scene: 'start',
        sceneState: {},
        waitingLink: null,
        erasedAt: at,
      })
      .where(inArray(identity.identityId, accounts));
  }
  await eraseNotes(tx, members, at);
  await eraseQuests(tx, { members, accounts });
  await eraseDeliveries(tx, { members, accounts, at });
  await eraseCards(tx, memberId, at);
  const numbers = await tx
    .delete(phone)
    .where(eq(phone.memberId, memberId))
    .returning({ phone: phone.phone });
  const phones = numbers.map((each) => each.phone);
  await rememberWords(tx, { memberId, name: row.name, phones, at });
  await tx.delete(memberExternalId).where(inArray(memberExternalId.memberId, members));
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
      birthdayToldAt: null,
      erasedAt: at,
    })
    .where(eq(member.memberId, memberId));
  return accounts;
}

/** Words that people have written beside points, and what a merge has put aside to be undone, which now it cannot be. */
async function eraseNotes(tx: Tx, members: MemberId[], at: Date): Promise<void> {
  await tx.execute(sql`update gift set note = '' where (member_id in ${members} or to_member_id in ${members})
    and note <> ''`);
  await tx.execute(sql`update adjustment set note = '' where member_id in ${members} and note <> ''`);
  await tx.execute(sql`delete from member_stats where member_id in ${members}`);
  await tx.execute(sql`delete from campaign_click where member_id in ${members}`);
  await tx.execute(sql`delete from shopping_item where member_id in ${members}`);
  await tx.execute(sql`delete from segment_member where member_id in ${members}`);
  await tx.execute(sql`delete from quest_audience where member_id in ${members}`);
  await tx.execute(
    sql`update challenge_move set reason = null where member_id in ${members} and reason is not null`,
  );
  // A wallet is told that its card is over and has no name any more.
  await tx.execute(sql`update wallet_pass set changed_at = ${at}, stale_since = ${at}, attempts = 0
    where member_id in ${members}`);
  await tx.execute(
    sql`update merge set moved = '{}' where from_member_id in ${members} or to_member_id in ${members}`,
  );
}

/** What somebody is called among players, and what they have written, shown or said where; their scores stay without a name. */
async function eraseQuests(
  tx: Tx,
  { members, accounts }: { members: MemberId[]; accounts: IdentityId[] },
): Promise<void> {
  const theirs = sql`(select player_id from quest_player where member_id in ${members})`;
  await tx.execute(sql`
    delete from picture p using quest_attempt a
    where a.player_id in ${theirs} and p.picture_id = a.given->>'pictureId' and p.stored_by = a.player_id`);
  await tx.execute(sql`
    update quest_attempt set given = case when given->>'kind' in ('text', 'photo', 'place')
      then jsonb_build_object('kind', given->>'kind') else given end, decision_note = null
    where player_id in ${theirs} and (given->>'kind' in ('text', 'photo', 'place') or decision_note is not null)`);
  // A photo that was not fetched yet would come after them.
  if (accounts.length > 0) await tx.execute(sql`delete from quest_errand where identity_id in ${accounts}`);
  // A photo that a group of the staff still has is taken out there.
  await tx.execute(
    sql`update quest_review_post set shows = 'waiting', pressed_name = null where player_id in ${theirs}`,
  );
  await tx.execute(sql`update quest_correction set reason = '—' where player_id in ${theirs}`);
  await tx.execute(sql`update quest_win set note = null where player_id in ${theirs} and note is not null`);
  await tx.execute(sql`update quest_player set nickname = '—' where member_id in ${members}`);
}

/** What waits to be sent would still name them; what was sent needs neither its text nor its member any more. */
async function eraseDeliveries(
  tx: Tx,
  { members, accounts, at }: { members: MemberId[]; accounts: IdentityId[]; at: Date },
): Promise<void> {
  const emptied = sql`prompt = '{"say":"message","text":""}',
    status = case when status = 'queued' then 'skipped' else status end,
    error = case when status = 'queued' then 'member erased' else error end,
    settled_at = case when status = 'queued' then ${at}::timestamptz else settled_at end,
    member_id = null`;
  // Two statements, each with an index of its own: a chat that was disconnected is reached by the member alone.
  await tx.execute(sql`update delivery set ${emptied} where member_id in ${members}`);
  if (accounts.length > 0)
    await tx.execute(sql`update delivery set ${emptied} where identity_id in ${accounts}`);
  // One a campaign: an unlike word in the place of the member keeps them apart. What is open settles by itself.
  await tx.execute(sql`update campaign_delivery d set member_id = 'erased:' || d.delivery_seq, cell = null from campaign c
    where d.campaign_id = c.campaign_id and d.member_id in ${members}
      and d.status in ('sent', 'failed', 'unknown', 'skipped', 'control')`);
  await tx.execute(sql`delete from member_contact where member_id in ${members}`);
}
