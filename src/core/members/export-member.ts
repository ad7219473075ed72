// Everything that is kept about a member, for the member. An archive is whatever the member's id leads to, so it reads
// across the rooms' tables in one statement and one snapshot, instead of asking each room.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readMember } from './read-member.ts';

/** The archive as plain JSON; sums in minor units, points whole, times ISO 8601. Throws Refusal `member_not_found`, `member_erased`. */
export async function exportMember(db: Reader, memberId: MemberId): Promise<Record<string, unknown>> {
  const known = await readMember(db, memberId);
  // What belonged to members who became part of this one stays under their ids.
  const theirs = sql`(select ${memberId}::text union all select m.member_id from member m where m.absorbed_into = ${memberId})`;
  const [row] = await db.execute<{ archive: Record<string, unknown> }>(sql`
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
      'shoppingList', (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'quantityMilli', quantity_milli,
          'unit', unit, 'addedAt', added_at, 'tickedAt', ticked_at) order by item_id), '[]')
        from shopping_item where member_id = ${memberId} and cleared_at is null),
      'adjustments', (select coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency,
          'reason', reason, 'status', status, 'askedAt', asked_at) order by asked_at), '[]')
        from adjustment where member_id in ${theirs}),
      'rewards', (select coalesce(jsonb_agg(jsonb_build_object('reward', w.names, 'price', o.price, 'currency', o.currency,
          'status', o.status, 'orderedAt', o.ordered_at, 'settledAt', o.settled_at) order by o.ordered_at), '[]')
        from reward_order o join reward w using (reward_id) where o.member_id in ${theirs}),
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
  return {
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
    ...row?.archive,
  };
}
