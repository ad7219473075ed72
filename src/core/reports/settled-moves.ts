// Which transfers a settlement is made of, and what each of them costs. Whoever gives points of another pays for them;
// whoever takes points of another is paid. What the owner of points does with them costs nobody anything.
//
// A month is told by when a transfer was recorded, so that what has been settled never changes. A return costs what that
// which it returns has cost, whoever its member has become part of by then. Corrections by staff and points that expire are told and cost nothing.
import { type SQL, sql } from 'drizzle-orm';
import type { PartnerId } from '#src/lib/id.ts';

export const SETTLEMENT_SIDES = [
  'issued',
  'issueReturned',
  'redeemed',
  'redeemReturned',
  'corrected',
  'expired',
  'moved',
] as const;
export type SettlementSide = (typeof SETTLEMENT_SIDES)[number];

/** `programme`: with points that are the partner's own. */
export type SettlementActor = 'partner' | 'programme';

export interface Span {
  /** The first moment. */
  from: Date;
  /** The first one after it. */
  until: Date;
}

/**
 * A query for one row a transfer: actor, member_id, transfer_id, currency, recorded_at, side, points (signed: what members
 * gained), price_minor, owed_minor (what the partner owes the programme; below zero the other way round), key_id,
 * reference. `null` for the programme alone: everything that is settled with nobody.
 */
export function settledMoves(partnerId: PartnerId | null, span: Span): SQL {
  return sql`
    select m.actor, t.member_id, t.transfer_id, t.currency, t.recorded_at, s.side, t.amount as points, p.price_minor,
      p.price_minor * case when m.actor = 'partner' then 1 else -1 end
        * case when s.side in ('issued', 'issueReturned', 'redeemed', 'redeemReturned') then t.amount else 0 end as owed_minor,
      m.key_id, m.reference
    from (${partnerId === null ? movesOfNobody(span) : movesOf(partnerId, span)}) m
      join transfer t on t.member_id = m.member_id and t.transfer_id = m.transfer_id
      join entry e on e.member_id = t.member_id and e.transfer_id = t.transfer_id and e.account <> 'member'
      cross join lateral (select case
        when e.account = 'issued' then case when t.amount > 0 then 'issued' else 'issueReturned' end
        when e.account = 'burnt' then case when t.amount < 0 then 'redeemed' else 'redeemReturned' end
        when e.account = 'adjusted' then 'corrected'
        else e.account end as side) s
      cross join lateral (
        select coalesce(w.absorbed_into, w.member_id) as now from member w where w.member_id = t.member_id) h
      left join lateral (
        select r.recorded_at from transfer r
        where r.transfer_id = t.reverses and r.member_id in (
          select t.member_id union all select h.now
          union all select a.member_id from member a where a.absorbed_into = h.now)
        limit 1) first on t.reverses is not null
      left join lateral (
        select q.issue_minor, q.redeem_minor from partner_price q
        where q.partner_id = ${partnerId} and q.currency = t.currency
          and q.from_at <= coalesce(m.first_at, first.recorded_at, t.recorded_at)
        order by q.from_at desc limit 1) q on true
      cross join lateral (select case when not m.is_settled then 0
        when s.side in ('issued', 'issueReturned') then coalesce(q.issue_minor, 0)
        when s.side in ('redeemed', 'redeemReturned') then coalesce(q.redeem_minor, 0) else 0 end as price_minor) p`;
}

/** What the partner has asked for, and what the programme did with the partner's own points. */
function movesOf(partnerId: PartnerId, { from, until }: Span): SQL {
  return sql`
    select 'partner' as actor, o.member_id, o.transfer_id, o.key_id, o.reference, not c.is_owner as is_settled,
      f.recorded_at as first_at
    from transfer_origin o join partner_currency c on c.partner_id = o.partner_id and c.currency = o.currency
      left join transfer_origin f on f.asked_by = o.asked_by and f.ask_key = o.returns
    where o.partner_id = ${partnerId} and o.recorded_at >= ${from}::timestamptz and o.recorded_at < ${until}::timestamptz
    union all
    select 'programme', t.member_id, t.transfer_id, coalesce(o.key_id, ''), coalesce(o.reference, ''), true, null
    from partner_currency c join transfer t on t.currency = c.currency
      left join transfer_origin o on o.member_id = t.member_id and o.transfer_id = t.transfer_id
    where c.partner_id = ${partnerId} and c.is_owner and o.partner_id is null
      and t.recorded_at >= ${from}::timestamptz and t.recorded_at < ${until}::timestamptz`;
}

/** What no partner has asked for, with points that are no partner's own. */
function movesOfNobody({ from, until }: Span): SQL {
  return sql`
    select 'programme' as actor, t.member_id, t.transfer_id, coalesce(o.key_id, '') as key_id,
      coalesce(o.reference, '') as reference, false as is_settled, null::timestamptz as first_at
    from transfer t left join transfer_origin o on o.member_id = t.member_id and o.transfer_id = t.transfer_id
    where o.partner_id is null and t.recorded_at >= ${from}::timestamptz and t.recorded_at < ${until}::timestamptz
      and not exists (select from partner_currency c where c.currency = t.currency and c.is_owner)`;
}
