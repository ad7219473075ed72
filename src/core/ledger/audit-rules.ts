// The rules that the books keep. Nothing here trusts a balance, a version or a remainder; each is counted again from the
// append-only rows.
import { type SQL, sql } from 'drizzle-orm';
import { expiredOf, movedOn } from './list-receipt-transfers.ts';

/** Each rule as a query for the identifiers that break it. */
export const AUDIT_RULES: { rule: string; broken: SQL }[] = [
  {
    rule: 'the entries of a transfer sum to zero and are two',
    broken: sql`select transfer_id as id from entry group by member_id, transfer_id, currency
      having sum(amount) <> 0 or count(*) <> 2`,
  },
  {
    rule: 'a transfer has its entry on the member with its own amount, and no entry is without a transfer',
    broken: sql`select coalesce(t.transfer_id, e.transfer_id) as id from transfer t
      full join (select * from entry where account = 'member') e
        on e.member_id = t.member_id and e.transfer_id = t.transfer_id
      where t.transfer_id is null or e.transfer_id is null or e.amount <> t.amount or e.currency <> t.currency`,
  },
  {
    rule: 'a balance is the sum of its entries and its version their count',
    broken: sql`select a.member_id as id from account a
      left join (select member_id, currency, sum(amount) as amount, count(*) as entries from entry
        where account = 'member' group by member_id, currency) e using (member_id, currency)
      where a.balance <> coalesce(e.amount, 0) or a.version <> coalesce(e.entries, 0)`,
  },
  {
    rule: 'versions run without gaps and each balance follows from the one before',
    broken: sql`select transfer_id as id from (
        select transfer_id, version, balance_after, amount,
          row_number() over w as expected, sum(amount) over w as running
        from entry where account = 'member' window w as (partition by member_id, currency order by version)) e
      where version <> expected or balance_after <> running`,
  },
  {
    rule: 'a balance is what the lots hold less what is owed',
    broken: sql`select a.member_id as id from account a
      left join (select member_id, currency, sum(remaining) as remaining from lot group by member_id, currency) l
        using (member_id, currency)
      where a.balance <> coalesce(l.remaining, 0) - a.owed`,
  },
  {
    rule: 'the lots of a gaining transfer sum to its amount',
    broken: sql`select coalesce(t.transfer_id, l.transfer_id) as id
      from (select * from transfer where amount > 0) t
      full join (select member_id, 'trf' || substr(split_part(lot_id, '.', 1), 4) as transfer_id, currency,
          sum(amount) as amount from lot group by 1, 2, 3) l using (member_id, transfer_id, currency)
      where t.amount is distinct from l.amount`,
  },
  {
    rule: 'what a lot has lost is what transfers drew from it',
    broken: sql`select l.lot_id as id from lot l
      left join (select member_id, lot_id, sum(amount) as amount from lot_use group by member_id, lot_id) u
        using (member_id, lot_id)
      where l.amount - l.remaining <> coalesce(u.amount, 0)`,
  },
  {
    rule: 'a losing transfer drew its amount from lots, and less only where it may leave a debt',
    broken: sql`select t.transfer_id as id from transfer t
      left join (select member_id, transfer_id, sum(amount) as amount from lot_use group by member_id, transfer_id) u
        using (member_id, transfer_id)
      where t.amount < 0 and (coalesce(u.amount, 0) > -t.amount
        or (coalesce(u.amount, 0) < -t.amount and t.kind not in ('reverse', 'move')))`,
  },
  {
    rule: 'what losing transfers could not draw is owed, or was paid by gaining ones or out of holds that ended',
    broken: sql`select a.member_id as id from account a
      left join (select member_id, currency, sum(undrawn) as undrawn
        from (
          select t.member_id, t.currency, greatest(-t.amount, 0) - coalesce(u.amount, 0) as undrawn
          from transfer t left join (select member_id, transfer_id, sum(amount) as amount from lot_use
            group by member_id, transfer_id) u using (member_id, transfer_id)
          union all
          select h.member_id, h.currency, -u.amount
          from hold h join lot_use u on u.member_id = h.member_id and u.transfer_id = h.hold_id) each_of_them
        group by member_id, currency) t using (member_id, currency)
      where a.owed <> coalesce(t.undrawn, 0)`,
  },
  {
    rule: 'what draws from a lot is a transfer, or a hold that has ended and no more than it let go',
    broken: sql`select u.lot_id as id from lot_use u
      left join transfer t on t.member_id = u.member_id and t.transfer_id = u.transfer_id
      left join (select h.member_id, h.hold_id, k.lot_id, k.amount - coalesce(c.amount, 0) as amount
        from hold h join hold_lot k using (member_id, hold_id)
          left join lot_use c on c.member_id = k.member_id and c.transfer_id = h.transfer_id and c.lot_id = k.lot_id
        where h.status <> 'open') h
        on h.member_id = u.member_id and h.hold_id = u.transfer_id and h.lot_id = u.lot_id
      where t.transfer_id is null and u.amount > coalesce(h.amount, 0)`,
  },
  {
    rule: 'what is held of a lot is what open holds keep of it',
    broken: sql`select l.lot_id as id from lot l
      left join (select member_id, lot_id, sum(k.amount) as amount
        from hold_lot k join hold h using (member_id, hold_id) where h.status = 'open'
        group by member_id, lot_id) k using (member_id, lot_id)
      where l.held <> coalesce(k.amount, 0)`,
  },
  {
    rule: 'a hold keeps its amount in lots, and a captured one has burnt what it says',
    broken: sql`select h.hold_id as id from hold h
      left join (select member_id, hold_id, sum(amount) as amount from hold_lot group by member_id, hold_id) k
        using (member_id, hold_id)
      left join transfer t on t.member_id = h.member_id and t.transfer_id = h.transfer_id and t.kind = 'burn'
      where h.amount <> coalesce(k.amount, 0)
        or (h.status = 'captured') <> (t.transfer_id is not null) or -t.amount <> h.captured`,
  },
  {
    rule: 'a gift has left its giver once, and is with one of them or on its way',
    broken: sql`select g.gift_id as id from gift g
      left join transfer o on o.member_id = g.member_id and o.idempotency_key = 'gift:' || g.gift_id
      left join transfer i on i.idempotency_key = 'gift-in:' || g.gift_id and i.member_id = g.to_member_id
      left join transfer b on b.reverses = o.transfer_id and b.idempotency_key = 'gift-back:' || g.gift_id
      left join transfer q on q.reverses = i.transfer_id and q.idempotency_key = 'gift-reverse:' || g.gift_id
      left join transfer r on r.reverses = o.transfer_id and r.idempotency_key = 'gift-reverse-back:' || g.gift_id
      where -o.amount is distinct from g.amount
        or i.amount is distinct from case when g.status in ('accepted', 'reversed') then g.amount end
        or b.amount is distinct from case when g.status in ('returned', 'cancelled') then g.amount end
        or -q.amount is distinct from r.amount or r.amount > g.amount
        or (g.status <> 'reversed' and r.amount is not null)`,
  },
  {
    // One that was won has no price, and so no transfer.
    rule: 'an order of a reward took its price once, and gave it back where it came to nothing',
    broken: sql`select coalesce(o.order_id, t.transfer_id) as id
      from (select * from transfer where kind = 'reward' and amount < 0) t
      full join reward_order o on o.member_id = t.member_id and t.idempotency_key = 'reward:' || o.order_id
      left join transfer b on b.reverses = t.transfer_id and b.idempotency_key = 'reward-back:' || o.order_id
      where -t.amount is distinct from nullif(o.price, 0)
        or b.amount is distinct from case when o.status in ('undone', 'cancelled', 'expired') then nullif(o.price, 0) end`,
  },
  {
    rule: 'what a rule gave to be fetched was free, and belongs to an occasion of its member',
    broken: sql`select o.order_id as id from reward_order o join reward r using (reward_id)
      where r.rule_id is not null and (o.price > 0 or not exists (select from rule_trigger g
        where g.member_id = o.member_id and starts_with(o.order_key, 'rule:' || g.occasion || ':')))`,
  },
  {
    rule: 'an adjustment was posted as it says, and reversed by what names it',
    broken: sql`select j.adjustment_id as id from adjustment j
      left join transfer t on t.transfer_id = j.transfer_id and t.idempotency_key = 'adjust:' || j.adjustment_id
      left join transfer r on r.reverses = j.transfer_id and r.idempotency_key = 'adjust-reverse:' || j.adjustment_id
      where t.amount is distinct from case when j.status in ('posted', 'reversed') then j.amount end
        or r.amount is distinct from case when j.status = 'reversed' then -j.amount end
          -- What has expired unused is not taken a second time.
          and not (j.status = 'reversed' and coalesce(r.amount, 0) between -j.amount and 0
            and j.amount + coalesce(r.amount, 0) <= (
              with recursive place (member_id, lot_id) as (
                select t.member_id, 'lot' || substr(t.transfer_id, 4)
                ${movedOn})
              select ${expiredOf}))`,
  },
  {
    rule: 'what expired and is given back is given back once and whole',
    broken: sql`select b.transfer_id as id from transfer b
      left join transfer x on x.member_id = coalesce(b.reason->>'from', b.member_id) and x.transfer_id = b.reverses
      where b.idempotency_key like 'expire-back:%'
        and (x.kind is distinct from 'expire' or x.currency <> b.currency or b.amount <> -x.amount)
      union all
      select b.reverses from transfer b where b.idempotency_key like 'expire-back:%'
      group by b.reverses having count(*) > 1`,
  },
  {
    rule: 'a receipt earned and burnt what its transfers say',
    broken: sql`select r.receipt_id as id from receipt r
      left join (select member_id, receipt_id, sum(amount) filter (where kind = 'earn') as earned,
          -sum(amount) filter (where kind = 'burn') as burnt
        from transfer where receipt_id is not null and currency = 'points' group by member_id, receipt_id) t using (member_id, receipt_id)
      where r.earned <> coalesce(t.earned, 0) or r.burnt <> coalesce(t.burnt, 0)`,
  },
  {
    rule: 'a receipt moved of other currencies what its transfers say',
    broken: sql`select r.receipt_id as id from receipt r
      left join (select member_id, receipt_id, jsonb_object_agg(currency, jsonb_build_object('amount', amount, 'balance', balance)) as moved
        from (select t.member_id, t.receipt_id, t.currency, sum(t.amount) as amount,
            (array_agg(e.balance_after order by e.version desc))[1] as balance
          from transfer t join entry e on e.member_id = t.member_id and e.transfer_id = t.transfer_id and e.account = 'member'
          where t.receipt_id is not null and t.currency <> 'points' and t.kind in ('earn', 'stamp')
          group by t.member_id, t.receipt_id, t.currency) each
        group by member_id, receipt_id) t using (member_id, receipt_id)
      where r.moved <> coalesce(t.moved, '{}')`,
  },
  {
    rule: 'a receipt key leads to its receipt and back',
    broken: sql`select coalesce(r.receipt_id, k.receipt_id) as id from receipt r
      full join receipt_key k on k.member_id = r.member_id and k.receipt_id = r.receipt_id
      where r.receipt_id is null or k.receipt_id is null
        or k.store_id <> r.store_id or k.external_id <> r.external_id`,
  },
  {
    rule: 'what came back of a receipt is the sum of its returns',
    broken: sql`select coalesce(r.receipt_id, b.receipt_id) as id
      from (select * from receipt where returned_minor > 0) r
      full join (select member_id, receipt_id, sum(amount_minor) as amount from receipt_return
        group by member_id, receipt_id having sum(amount_minor) > 0) b using (member_id, receipt_id)
      where r.returned_minor is distinct from b.amount`,
  },
  {
    rule: 'what came back of a line is the sum of its returns and never more than was bought',
    broken: sql`select coalesce(l.receipt_id, b.receipt_id) || ' ' || coalesce(l.line_no, b.line_no) as id
      from (select * from receipt_line where returned_milli > 0) l
      full join (select r.member_id, r.receipt_id, n.line_no, sum(n.quantity_milli) as quantity
        from receipt_return r join receipt_return_line n using (member_id, return_id)
        group by r.member_id, r.receipt_id, n.line_no) b using (member_id, receipt_id, line_no)
      where l.returned_milli is distinct from b.quantity or l.returned_milli > l.quantity_milli`,
  },
  {
    // Discounts count as they were charged. Stamps that a free piece took are no part of it, whether they came to more or less
    // than those given beside them, or to the same: then nothing was booked, and the receipt has the parts.
    rule: 'a budget has not spent more than its rule has given',
    broken: sql`select g.rule_id as id from rule_budget g
      left join (select p.part->>'ruleId' as rule_id, sum(greatest(0, (p.part->>'points')::bigint)) as points
        from (select t.reason->'parts' as parts from transfer t
            where exists (select from rule_budget where spent > 0) and (t.amount > 0 or t.kind = 'stamp')
              and jsonb_typeof(t.reason->'parts') = 'array'
          union all
          select n.award->'parts' from receipt r cross join lateral jsonb_array_elements(r.told->'netted') as n(award)
          where exists (select from rule_budget where spent > 0) and r.told ? 'netted'
          union all select r.told->'charges' from receipt r
          where exists (select from rule_budget where spent > 0) and r.told ? 'charges') given
          cross join lateral jsonb_array_elements(given.parts) as p(part)
        group by 1) t on t.rule_id = g.rule_id
      where g.spent > coalesce(t.points, 0) or g.spent > g.points`,
  },
  {
    rule: 'what another system asked for is a transfer of its kind, and comes back to no more than it was',
    broken: sql`select o.ask_key as id from transfer_origin o
      left join transfer t on t.member_id = o.member_id and t.transfer_id = o.transfer_id
      left join transfer_origin f on f.asked_by = o.asked_by and f.ask_key = o.returns
      where t.transfer_id is null or t.currency <> o.currency
        or t.kind <> case o.kind when 'issue' then 'earn' when 'redeem' then 'burn' else 'reverse' end
        or (t.amount > 0) <> (o.kind in ('issue', 'redeemReturn'))
        or (o.returns is not null and (f.transfer_id is distinct from t.reverses or o.kind <> f.kind || 'Return'))
      union all
      select f.ask_key from transfer_origin f
        join transfer t on t.member_id = f.member_id and t.transfer_id = f.transfer_id
        join transfer_origin o on o.asked_by = f.asked_by and o.returns = f.ask_key
        join transfer b on b.member_id = o.member_id and b.transfer_id = o.transfer_id
      group by f.asked_by, f.ask_key, t.amount having sum(abs(b.amount)) > abs(t.amount)`,
  },
  {
    rule: 'what is counted towards a daily cap is what was given on that day, and not above the cap',
    broken: sql`select coalesce(d.holder, g.holder) || ' ' || coalesce(d.day, g.day) as id
      from (select * from issuing_day where issued > 0) d
      full join (select h.holder, o.currency, o.day, sum(t.amount) as amount
        from transfer_origin o join transfer t using (member_id, transfer_id)
          cross join lateral (select o.key_id union select o.partner_id where o.partner_id is not null) h(holder)
        where o.kind = 'issue' group by 1, 2, 3) g using (holder, currency, day)
      where d.issued is distinct from g.amount or d.issued > d.cap`,
  },
];
