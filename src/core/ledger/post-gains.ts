// Many gains at once, for imports: the same entries, lots and debts as post_transfer leaves, in a handful of statements.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { ProgrammeAccount, TransferInput } from './post-transfer.ts';

export interface Gains {
  /**
   * A query for member_id, transfer_id, currency, amount (above zero), key (new for its member), hash, expires_at and place,
   * the order within a member.
   */
  gains: SQL;
  kind: TransferInput['kind'];
  account: ProgrammeAccount;
  reason: Readonly<Record<string, unknown>>;
  /** When they happen and are recorded; from then on they can be burnt. */
  at: Date;
}

/** Locks the members' standings in order. A key that is not new breaks the statement, and so the transaction. */
export async function postGains(tx: Tx, { gains, kind, account, reason, at }: Gains): Promise<void> {
  await tx.execute(sql`create temp table gain on commit drop as ${gains}`);
  await tx.execute(sql`
    select 1 from standing where member_id in (select member_id from gain) order by member_id for update`);
  await tx.execute(sql`
    insert into account (member_id, currency) select distinct member_id, currency from gain order by 1, 2 on conflict do nothing`);
  await tx.execute(sql`
    with movement as materialized (
      select g.*, a.balance + sum(g.amount) over w as balance_after, a.version + row_number() over w as version,
        row_number() over (partition by g.member_id, g.currency order by g.place desc) = 1 as is_last,
        -- What is owed is paid by the gains, the first of them first.
        greatest(0, least(g.amount, a.owed - (sum(g.amount) over w - g.amount))) as pays,
        sum(g.amount) over (partition by g.member_id, g.currency) as gains
      from gain g join account a on a.member_id = g.member_id and a.currency = g.currency
      window w as (partition by g.member_id, g.currency order by g.place)
    ), new_transfer as (
      insert into transfer (member_id, transfer_id, currency, kind, amount, idempotency_key, input_hash, reason, occurred_at,
        recorded_at)
      select member_id, transfer_id, currency, ${kind}, amount, key, hash, ${JSON.stringify(reason)}::text::jsonb,
        ${at}::timestamptz, ${at}::timestamptz
      from movement
    ), new_entry as (
      insert into entry (member_id, transfer_id, account, currency, amount, balance_after, version)
      select member_id, transfer_id, 'member', currency, amount, balance_after, version from movement
      union all
      select member_id, transfer_id, ${account}, currency, -amount, null, null from movement
    ), new_lot as (
      insert into lot (member_id, lot_id, currency, amount, remaining, active_at, expires_at)
      select member_id, 'lot' || substr(transfer_id, 4), currency, amount, amount - pays, ${at}::timestamptz, expires_at
      from movement
    ), new_use as (
      insert into lot_use (member_id, transfer_id, lot_id, amount)
      select member_id, transfer_id, 'lot' || substr(transfer_id, 4), pays from movement where pays > 0
    )
    update account a set balance = m.balance_after, version = m.version, owed = greatest(0, a.owed - m.gains)
    from movement m where m.is_last and a.member_id = m.member_id and a.currency = m.currency`);
  await tx.execute(sql`
    update standing s set version = s.version + 1 where s.member_id in (select member_id from gain)`);
  await tx.execute(sql`drop table gain`);
}
