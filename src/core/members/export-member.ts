// Everything that is kept about a member, for the member. An archive is whatever the member's id leads to, so it reads
// across the rooms' tables in one statement and one snapshot, instead of asking each room. What is told in words of ours
// is named below; of every other table that belongs to a member, also of those to come, the rows are there as they are.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Texts } from '#src/lib/texts.ts';
import { readMember } from './read-member.ts';

/** Told by name below, or the working of the books behind what is. */
const TOLD = (
  'member identity phone card consent account lot tier_change gift adjustment reward_order transfer ' +
  'receipt receipt_line coupon delivery member_event entry lot_use hold_lot receipt_key card_number coupon_code daily_pass erased_words ' +
  'shopping_item friendship wallet_pass pass_device quest_player member_badge challenge_member challenge_progress challenge_gain challenge_move'
).split(' ');
/** Secrets and marks of machines. */
const NOT_TOLD = ['member_id', 'input_hash', 'nonce', 'push_token', 'recorded_in', 'lease', 'leased_until'];

/** What the statement makes. */
type Told = Omit<Archive, 'member' | 'other'>;
type FriendStatus = 'joined' | 'rewarded' | 'refused';
type Channel = 'telegram' | 'viber' | 'console' | 'import' | 'till';

/** Times are ISO 8601, sums in minor units, points whole; the oldest first. */
export interface Archive {
  member: {
    memberId: MemberId;
    name: string;
    phone: string | null;
    language: Language;
    tier: string;
    turnoverMinor: string;
    marketingConsent: boolean;
    preferredMessenger: string | null;
    source: string | null;
    birthday: string | null;
    registeredAt: string;
  };
  messengers: { messenger: 'telegram' | 'viber'; shownName: string; lastSeenAt: string }[];
  phones: { phone: string; provenAt: string | null }[];
  cards: { card_number: string; kind: string; status: string; issued_at: string }[];
  consents: { kind: string; given: boolean; text_version: string; channel: Channel; recorded_at: string }[];
  balance: number | null;
  transfers: { transferId: TransferId; amount: number; currency: string; kind: string; occurredAt: string }[];
  receipts: {
    number: string;
    store: string | null;
    amountMinor: number;
    currency: string;
    earned: number;
    burnt: number;
    state: string;
    rating: number | null;
    occurredAt: string;
    lines: { name: string; quantityMilli: number; amountMinor: number }[];
  }[];
  coupons: {
    offer: Partial<Record<Language, { title: string }>> | null;
    code: string;
    status: string;
    issuedAt: string;
    takenAt: string | null;
    usedAt: string | null;
  }[];
  rewards: { reward: Texts; price: number; status: string; orderedAt: string }[];
  gifts: { amount: number; note: string; given: boolean; status: string; givenAt: string }[];
  /** Friends who came by the member's link (their first name where they agreed to it), and by whose the member came. */
  friends: { name: string; status: FriendStatus; points: number; joinedAt: string }[];
  invited: { status: FriendStatus; points: number; joinedAt: string; showsName: boolean }[];
  /** Cards in wallets of phones. */
  passes: { cardNumber: string; madeAt: string; inGoogle: boolean; applePhones: number }[];
  shoppingList: { name: string; quantityMilli: number | null; unit: string; tickedAt: string | null }[];
  messages: { messenger: 'telegram' | 'viber'; text: string; at: string }[];
  /** Quests that they play, with every answer. */
  quests: {
    quest: Texts;
    nickname: string;
    score: number;
    joinedAt: string;
    answers: { task: number; given: unknown; verdict: string; points: number; at: string }[];
  }[];
  badges: { sign: string; badge: Texts; givenAt: string }[];
  /** Challenges that they were asked to, or are only compared with (`control`); what is counted is as the goal counts. */
  challenges: {
    challenge: Texts;
    status: 'invited' | 'accepted' | 'declined' | 'control';
    chosenAt: string;
    answeredAt: string | null;
    periods: { period: number; counted: number; corrected: number; stage: number; changedAt: string }[];
    privileges: {
      period: number;
      stage: number;
      status: string;
      reachedAt: string;
      givenAt: string | null;
    }[];
    moves: {
      period: number;
      because: string;
      before: number;
      after: number;
      reason: string | null;
      at: string;
    }[];
  }[];
  /** Rows of further tables, by table. */
  other: Record<string, unknown[]>;
}

/** The archive as plain JSON; sums in minor units, points whole, times ISO 8601. Throws Refusal `member_not_found`, `member_erased`. */
export async function exportMember(db: Reader, memberId: MemberId): Promise<Archive> {
  const known = await readMember(db, memberId);
  // What belonged to members who became part of this one stays under their ids.
  const theirs = sql`(select ${memberId}::text union all select m.member_id from member m where m.absorbed_into = ${memberId})`;
  const [row] = await db.execute<{ archive: Told }>(sql`
    select jsonb_build_object(
      'messengers', (select coalesce(jsonb_agg(jsonb_build_object('messenger', messenger, 'shownName', shown_name,
          'language', language, 'linkedAt', linked_at, 'lastSeenAt', last_seen_at) order by linked_at), '[]')
        from identity where member_id = ${memberId}),
      'phones', (select coalesce(jsonb_agg(jsonb_build_object('phone', phone, 'provenAt', proven_at)), '[]')
        from phone where member_id = ${memberId}),
      'cards', (select coalesce(jsonb_agg(to_jsonb(c) - 'member_id' order by issued_at), '[]')
        from card c where member_id = ${memberId}),
      'consents', (select coalesce(jsonb_agg(to_jsonb(c) - 'member_id' order by recorded_at), '[]')
        from consent c where member_id in ${theirs}),
      'balance', (select balance from account where member_id = ${memberId} and currency = 'points'),
      'accounts', (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'balance', balance, 'owed', owed)
          order by currency), '[]')
        from account where member_id = ${memberId}),
      'lots', (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'left', remaining, 'held', held,
          'activeAt', case when active_at < 'infinity' then active_at end, 'waitsFor', waits_for,
          'expiresAt', expires_at) order by lot_id), '[]')
        from lot where member_id = ${memberId} and remaining > 0),
      'tiers', (select coalesce(jsonb_agg(jsonb_build_object('from', from_tier, 'to', to_tier, 'changedAt', changed_at)
          order by changed_at), '[]')
        from tier_change where member_id in ${theirs}),
      'gifts', (select coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency, 'note', note,
          'given', member_id in ${theirs}, 'status', status, 'givenAt', given_at) order by given_at), '[]')
        from gift where member_id in ${theirs} or to_member_id in ${theirs}),
      'quests', (select coalesce(jsonb_agg(jsonb_build_object('quest', q.terms->'titles', 'nickname', p.nickname,
          'score', p.score, 'joinedAt', p.joined_at, 'answers', (select coalesce(jsonb_agg(jsonb_build_object(
            'task', a.task_no, 'given', a.given, 'verdict', a.verdict, 'points', a.points, 'at', a.attempted_at)
            order by a.attempted_at), '[]') from quest_attempt a where a.player_id = p.player_id)) order by p.joined_at), '[]')
        from quest_player p join quest q using (quest_id) where p.member_id in ${theirs}),
      'badges', (select coalesce(jsonb_agg(jsonb_build_object('sign', sign, 'badge', titles, 'givenAt', given_at)
          order by given_at), '[]')
        from member_badge where member_id in ${theirs}),
      'challenges', (select coalesce(jsonb_agg(jsonb_build_object('challenge', c.terms->'titles', 'status', t.status,
          'chosenAt', t.chosen_at, 'answeredAt', t.answered_at,
          'periods', (select coalesce(jsonb_agg(jsonb_build_object('period', period_no, 'counted', counted,
              'corrected', corrected, 'stage', stage, 'changedAt', changed_at) order by period_no), '[]')
            from challenge_progress p where (p.member_id, p.challenge_id) = (t.member_id, t.challenge_id)),
          'privileges', (select coalesce(jsonb_agg(jsonb_build_object('period', period_no, 'stage', stage_no,
              'status', g.status, 'reachedAt', reached_at, 'givenAt', given_at) order by period_no, stage_no), '[]')
            from challenge_gain g where (g.member_id, g.challenge_id) = (t.member_id, t.challenge_id)),
          'moves', (select coalesce(jsonb_agg(jsonb_build_object('period', period_no, 'because', because,
              'receiptId', receipt_id, 'before', progress_before, 'after', progress_after, 'reason', reason,
              'at', moved_at) order by move_id), '[]')
            from challenge_move m where (m.member_id, m.challenge_id) = (t.member_id, t.challenge_id)))
          order by t.chosen_at), '[]')
        from challenge_member t join challenge c using (challenge_id) where t.member_id in ${theirs}),
      'shoppingList', (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'quantityMilli', quantity_milli,
          'unit', unit, 'addedAt', added_at, 'tickedAt', ticked_at) order by item_id), '[]')
        from shopping_item where member_id = ${memberId} and cleared_at is null),
      'friends', (select coalesce(jsonb_agg(jsonb_build_object('status', f.status, 'points', f.inviter_points,
          'joinedAt', f.joined_at, 'name', case when f.shows_name then split_part(trim(m.name), ' ', 1) else '' end)
          order by f.joined_at), '[]')
        from friendship f join member m using (member_id) where f.inviter_id in ${theirs}),
      'invited', (select coalesce(jsonb_agg(jsonb_build_object('status', status, 'points', friend_points,
          'joinedAt', joined_at, 'showsName', shows_name) order by joined_at), '[]')
        from friendship where member_id in ${theirs}),
      'passes', (select coalesce(jsonb_agg(jsonb_build_object('cardNumber', p.card_number, 'madeAt', p.made_at,
          'inGoogle', p.in_google, 'applePhones', (select count(*) from pass_device d
            where d.member_id = p.member_id and d.card_number = p.card_number)) order by p.made_at), '[]')
        from wallet_pass p where p.member_id in ${theirs}),
      'adjustments', (select coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency,
          'reason', reason, 'status', status, 'askedAt', asked_at) order by asked_at), '[]')
        from adjustment where member_id in ${theirs}),
      'rewards', (select coalesce(jsonb_agg(jsonb_build_object('reward', w.names, 'price', o.price, 'currency', o.currency,
          'status', o.status, 'orderedAt', o.ordered_at, 'settledAt', o.settled_at) order by o.ordered_at), '[]')
        from reward_order o join reward w using (reward_id) where o.member_id in ${theirs}),
      'coupons', (select coalesce(jsonb_agg(jsonb_build_object('offer', v.content->'words', 'code', c.code,
          'status', c.status, 'issuedAt', c.issued_at, 'takenAt', c.taken_at, 'usedAt', c.used_at,
          'expiresAt', c.expires_at, 'savedMinor', c.saved_minor, 'receiptId', c.receipt_id) order by c.issued_at), '[]')
        from coupon c join offer_version v on v.offer_id = c.offer_id and v.version = c.version
        where c.member_id in ${theirs}),
      'messages', (select coalesce(jsonb_agg(jsonb_build_object('messenger', messenger, 'text', prompt->>'text',
          'status', status, 'at', created_at, 'seenAt', seen_at) order by delivery_no), '[]')
        from delivery where member_id in ${theirs} and prompt->>'say' <> 'toast' and prompt->>'text' <> ''),
      'campaigns', (select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'status', d.status,
          'at', d.settled_at, 'clickedAt', d.clicked_at) order by d.settled_at), '[]')
        from campaign c join campaign_delivery d on d.campaign_id = c.campaign_id and d.member_id in ${theirs}),
      'events', (select coalesce(jsonb_agg(jsonb_build_object('key', event_key, 'name', name,
          'occurredAt', occurred_at) order by occurred_at), '[]')
        from member_event where member_id in ${theirs}),
      'transfers', (select coalesce(jsonb_agg(jsonb_build_object('transferId', transfer_id, 'kind', kind,
          'currency', currency, 'amount', amount, 'receiptId', receipt_id, 'reason', reason, 'occurredAt', occurred_at) order by transfer_id), '[]')
        from transfer where member_id in ${theirs}),
      'receipts', (select coalesce(jsonb_agg(jsonb_build_object('receiptId', r.receipt_id, 'store', s.name,
          'number', number, 'amountMinor', amount_minor, 'currency', money_currency, 'earned', earned, 'burnt', burnt,
          'state', state, 'rating', rating,
          'occurredAt', occurred_at, 'lines', (select coalesce(jsonb_agg(jsonb_build_object('name', l.name,
            'category', category, 'quantityMilli', quantity_milli, 'amountMinor', l.amount_minor) order by line_no), '[]')
            from receipt_line l where l.member_id = r.member_id and l.receipt_id = r.receipt_id)) order by occurred_at), '[]')
        from receipt r left join store s on s.store_id = r.store_id where r.member_id in ${theirs})
    ) as archive`);
  if (!row) throw new Error('a select of one row gave none');
  return {
    ...row.archive,
    member: {
      memberId,
      name: known.name,
      phone: known.phone,
      language: known.language,
      tier: known.tierKey,
      turnoverMinor: known.turnoverMinor.toString(),
      marketingConsent: known.marketingConsent,
      preferredMessenger: known.preferredMessenger,
      source: known.source,
      birthday: known.birthday,
      registeredAt: known.registeredAt.toISOString(),
    },
    other: await exportOther(db, theirs),
  };
}

/** The rows of every further table that has an index by member; a table without any is left out. */
async function exportOther(db: Reader, theirs: SQL): Promise<Record<string, unknown[]>> {
  const tables = await db.execute<{ name: string }>(sql`
    select distinct c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'member_id'
      join pg_index i on i.indrelid = c.oid and i.indkey[0] = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`);
  const names = tables.map((each) => each.name).filter((name) => !TOLD.includes(name));
  if (names.length === 0) return {};
  const selects = names.map(
    (
      name,
    ) => sql`select ${name}::text as name, jsonb_agg(to_jsonb(t) - ${sql.param(NOT_TOLD)}::text[]) as rows
      from ${sql.identifier(name)} t where t.member_id in ${theirs} having count(*) > 0`,
  );
  const rows = await db.execute<{ name: string; rows: unknown[] }>(sql.join(selects, sql` union all `));
  return Object.fromEntries(rows.map((each) => [each.name, each.rows]));
}
