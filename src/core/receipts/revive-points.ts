// Points that expired because their member stayed away, though a receipt that was told later says that they had bought in
// time: they are given back, as if it had been known.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { tellAdjusted } from '../ledger/ask-adjustment.ts';
import { giveBackExpired } from '../ledger/give-back-expired.ts';
import { movedFrom, readSettledTransfer } from '../ledger/list-receipt-transfers.ts';
import { takeBack } from '../ledger/take-back.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { memberNow } from '../members/member-now.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { SELVES, SOLD } from './find-uses.ts';

/** Told within this time, it is a receipt of now. */
const AT_ONCE_MS = 60_000;

/** Whether a receipt can have come too late for the points of its member. */
export function mayRevive({ currencies }: KnownProgramme, occurredAt: Date, at: Date): boolean {
  const isLate = at.getTime() - occurredAt.getTime() > AT_ONCE_MS;
  return isLate && currencies.some(({ expiry }) => expiry === 'inactivity');
}

/**
 * Gives a member back what expired, with them or with somebody who has become part of them since, before a purchase was told that
 * had kept it alive, unless it would have expired since: between their purchases, or after the last of them. Doing it again gives
 * nothing more. With `quiet` nobody is told.
 */
export async function revivePoints(
  tx: Tx,
  memberId: MemberId,
  { at, quiet = false }: { at: Date; quiet?: boolean },
): Promise<void> {
  // Hardly any late receipt has come too late for points: nobody is locked for the others.
  if ((await findWronglyExpired(tx, await memberNow(tx, memberId), at)).length === 0) return;
  const holder = await holdMemberNow(tx, memberId);
  const back = new Map<string, Parameters<typeof tellAdjusted>[1]>();
  for (const expired of await findWronglyExpired(tx, holder, at)) {
    const { of, transferId } = expired;
    const given = await giveBackExpired(tx, { memberId: holder, of, transferId, at });
    if (!given) continue;
    const taken = await takeDue(tx, holder, expired, at);
    const { currency } = given;
    const amount = given.amount - taken + (back.get(currency)?.amount ?? 0n);
    const balance = given.balance - taken;
    back.set(currency, { memberId: holder, currency, amount, balance, reason: 'bought_in_time', at });
  }
  if (!quiet) for (const told of back.values()) if (told.amount !== 0n) await tellAdjusted(tx, told);
}

/** What returns would have taken back of the points, had they been there. */
async function takeDue(
  tx: Tx,
  memberId: MemberId,
  { transferId, gainOf, gainId, due }: ExpiredRow,
  at: Date,
): Promise<bigint> {
  if (due === 0n) return 0n;
  const { reversed } = await readSettledTransfer(tx, { memberId: gainOf, transferId: gainId });
  return await takeBack(tx, {
    memberId,
    of: { transferId: gainId },
    most: due - reversed,
    key: `expire-due:${transferId}`,
    reason: { why: 'returned meanwhile' },
    at,
  });
}

interface ExpiredRow extends Record<string, unknown> {
  /** With whom it expired. */
  of: MemberId;
  transferId: TransferId;
  /** What brought the points, and how many of them belong to goods that have come back. */
  gainOf: MemberId;
  gainId: TransferId;
  due: bigint;
}

const SELVES_OF = sql.raw(SELVES);
const STANDS = sql.raw(SOLD);
/** Until when the purchase `r` keeps points alive: as lot_end counts it. */
const KEEPS = sql.raw(`((r.occurred_at at time zone z.zone) + z.months) at time zone z.zone`);

/** What brought the points of expiry `t`, wherever merges and earlier givings back have taken them since. */
const GAIN = sql`
        with recursive place (member_id, lot_id, at_first) as (
          select u.member_id, u.lot_id, true from lot_use u
          where u.member_id = t.member_id and u.transfer_id = t.transfer_id
          ${movedFrom(sql`true`)})
        select g.* from place p join transfer g on g.member_id = p.member_id
            and g.transfer_id = 'trf' || substr(split_part(p.lot_id, '.', 1), 4)
        where g.idempotency_key not like 'move-in:%' and g.idempotency_key not like 'expire-back:%'`;

/** Of gain `g`: what belongs to goods that have come back. Those of before rules were explained have no parts. */
const DUE = sql`
        select coalesce(sum(points_back(r.member_id, r.receipt_id, p.part, 'infinity')), 0)::bigint as points
        from receipt r cross join lateral jsonb_array_elements(coalesce(nullif(g.reason->'parts', '[]'),
          jsonb_build_array(jsonb_build_object('points', g.amount, 'lines', '[]'::jsonb)))) as p(part)
        where r.member_id = g.member_id and r.receipt_id = g.receipt_id and r.state <> 'closed' and g.kind = 'earn'`;

/** Whether all goods of gain `g` came back, or an adjustment, a gift or a prize was reversed. */
const WAS_UNDONE = sql`(due.points >= g.amount
        or (g.receipt_id is null and exists (select from transfer b where b.reverses = g.transfer_id))
        or exists (select from adjustment a where a.transfer_id = g.transfer_id and a.status = 'reversed')
        or exists (select from gift f where g.idempotency_key = 'gift-in:' || f.gift_id and f.status = 'reversed'))`;

/**
 * What a purchase that was told afterwards had kept alive, and what no gap in the purchases has ended since. Gains that
 * were undone meanwhile stay as they are: what was to be taken then was not, since it had expired. A purchase that
 * is told for the one who stays may be of either: until they became one, it was their own.
 */
async function findWronglyExpired(tx: Tx, memberId: MemberId, at: Date): Promise<readonly ExpiredRow[]> {
  return await tx.execute<ExpiredRow>(sql`
    select t.member_id as of, t.transfer_id as "transferId", g.member_id as "gainOf", g.transfer_id as "gainId",
      due.points as due
    from (select ${memberId}::text as member_id) i cross join lateral (${SELVES_OF}) self
      cross join unnest(self.ids) as s(id) join member w on w.member_id = s.id
      join transfer t on t.member_id = s.id and t.kind = 'expire' and t.reason->>'why' = 'inactivity'
      join currency c on c.currency = t.currency and c.expiry = 'inactivity' and c.closed_at is null
      cross join lateral (${GAIN}) g cross join lateral (${DUE}) due
      cross join lateral (
        select make_interval(months => c.expiry_months) as months, p.time_zone as zone from programme p) z
    where not exists (select from transfer b where b.reverses = t.transfer_id)
      and not ${WAS_UNDONE}
      -- What expired while another was part of them is that one's, who has parted since.
      and g.member_id = any (self.ids)
      and exists (select from receipt r where r.member_id = any (self.ids) and ${STANDS}
        and (r.member_id = t.member_id or r.recorded_at >= w.erased_at)
        and r.recorded_at >= t.recorded_at - interval '1 minute' and r.occurred_at < t.occurred_at and ${KEEPS} > t.occurred_at)
      and not exists (
        select from receipt r cross join lateral (select r.occurred_at as since, ${KEEPS} as until) kept
        where r.member_id = any (self.ids) and ${STANDS} and kept.until > t.occurred_at and kept.until <= ${at}::timestamptz
          and not exists (select from receipt r where r.member_id = any (self.ids) and ${STANDS}
            and r.occurred_at > kept.since and r.occurred_at < kept.until))
    order by t.member_id, t.transfer_id`);
}
