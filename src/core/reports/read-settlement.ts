// What a partner and the programme owe each other, month by month of the programme's time zone.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, PartnerId, TransferId } from '#src/lib/id.ts';
import { fromLocal } from '#src/lib/zoned.ts';
import { movedFrom } from '../ledger/list-receipt-transfers.ts';
import { localDay } from '../receipts/local-day.ts';
import {
  SETTLEMENT_SIDES,
  type SettlementActor,
  type SettlementSide,
  type Span,
  settledMoves,
} from './settled-moves.ts';

export interface SettlementLine {
  /** `YYYY-MM`. */
  month: string;
  currency: string;
  actor: SettlementActor;
  side: SettlementSide;
  transfers: number;
  /** Signed: what members gained. */
  points: bigint;
  /** Minor units for one point. */
  priceMinor: bigint;
  /** What the partner owes the programme; below zero the other way round. */
  owedMinor: bigint;
}

/** A line for each month, currency, actor, side and price; `null` for what is settled with nobody. */
export async function listSettlementLines(
  db: Reader,
  { partnerId, span, timeZone }: { partnerId: PartnerId | null; span: Span; timeZone: string },
): Promise<SettlementLine[]> {
  return await db.execute<SettlementLine & Record<string, unknown>>(sql`
    select to_char(recorded_at at time zone ${timeZone}, 'YYYY-MM') as month, currency, actor, side,
      count(*)::integer as transfers, sum(points)::bigint as points, price_minor::bigint as "priceMinor",
      sum(owed_minor)::bigint as "owedMinor"
    from (${settledMoves(partnerId, span)}) moves
    group by 1, 2, 3, 4, price_minor
    order by 1 desc, 2, 3, array_position(${sql.raw(`array['${SETTLEMENT_SIDES.join("','")}']`)}, side), price_minor`);
}

export interface ExpiredOfPartner {
  month: string;
  currency: string;
  points: bigint;
}

/**
 * Of the programme's points that the partner has given: what has expired unused, with whomever they were then, less what came
 * back of it in that month. It costs nobody anything.
 */
export async function listExpiredOf(
  db: Reader,
  { partnerId, span, timeZone }: { partnerId: PartnerId; span: Span; timeZone: string },
): Promise<ExpiredOfPartner[]> {
  return await db.execute<ExpiredOfPartner & Record<string, unknown>>(sql`
    with recursive place (member_id, lot_id, transfer_id, recorded_at, amount) as (
      (select u.member_id, u.lot_id, t.transfer_id, t.recorded_at, u.amount
      from transfer t join lot_use u on u.member_id = t.member_id and u.transfer_id = t.transfer_id
      where t.kind = 'expire' and t.recorded_at >= ${span.from}::timestamptz and t.recorded_at < ${span.until}::timestamptz
      union all
      select u.member_id, u.lot_id, t.transfer_id, t.recorded_at, -u.amount
      from transfer t join lot_use u on u.member_id = coalesce(t.reason->>'from', t.member_id)
          and u.transfer_id = t.reverses
      where t.idempotency_key like 'expire-back:%'
        and t.recorded_at >= ${span.from}::timestamptz and t.recorded_at < ${span.until}::timestamptz)
      ${movedFrom(sql`p.transfer_id, p.recorded_at, p.amount`)}
    )
    select to_char(p.recorded_at at time zone ${timeZone}, 'YYYY-MM') as month, o.currency, sum(p.amount)::bigint as points
    from place p join transfer_origin o on o.member_id = p.member_id
        and o.transfer_id = 'trf' || substr(split_part(p.lot_id, '.', 1), 4)
      join partner_currency c on c.partner_id = o.partner_id and c.currency = o.currency and not c.is_owner
    where o.partner_id = ${partnerId} and o.kind = 'issue'
    group by 1, 2 order by 1 desc, 2`);
}

export interface SettledTransfer {
  transferId: TransferId;
  memberId: MemberId;
  at: Date;
  currency: string;
  actor: SettlementActor;
  side: SettlementSide;
  points: bigint;
  priceMinor: bigint;
  owedMinor: bigint;
  /** The API key that has asked for it; empty where none did. */
  keyId: string;
  reference: string;
}

/** What lines are made of, in the order in which it was recorded: at most `limit`, those after `after`. */
export async function listSettledTransfers(
  db: Reader,
  asked: {
    partnerId: PartnerId;
    span: Span;
    only?: { currency: string; actor: SettlementActor; side: SettlementSide } | undefined;
    after?: Pick<SettledTransfer, 'at' | 'transferId'> | undefined;
    limit: number;
  },
): Promise<SettledTransfer[]> {
  const { partnerId, span, only, after, limit } = asked;
  const bounds: SQL[] = [sql`true`];
  if (only) bounds.push(sql`currency = ${only.currency} and actor = ${only.actor} and side = ${only.side}`);
  if (after) bounds.push(sql`(recorded_at, transfer_id) > (${after.at}::timestamptz, ${after.transferId})`);
  return await db.execute<SettledTransfer & Record<string, unknown>>(sql`
    select transfer_id as "transferId", member_id as "memberId", recorded_at as at, currency, actor, side, points,
      price_minor::bigint as "priceMinor", owed_minor::bigint as "owedMinor", key_id as "keyId", reference
    from (${settledMoves(partnerId, span)}) moves
    where ${sql.join(bounds, sql` and `)}
    order by recorded_at, transfer_id limit ${limit}`);
}

/** The month `YYYY-MM` in a time zone, and as many before it as `months` says. */
export function spanOfMonths(
  month: string,
  { timeZone, months = 1 }: { timeZone: string; months?: number },
): Span {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const begins = (offset: number) => new Date(fromLocal(Date.UTC(year, number - 1 + offset, 1), timeZone));
  return { from: begins(1 - months), until: begins(1) };
}

/** The month `YYYY-MM` of a moment in a time zone. */
export function monthOf(at: Date, timeZone: string): string {
  return localDay(at.getTime(), timeZone).slice(0, 7);
}
