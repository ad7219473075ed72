// What the books say that needs a person: a cashier with one card on many receipts, a member who did not know of a
// burn, a member who did not know of a new chat. A report reads across the rooms' tables.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface Concern {
  kind: 'velocity' | 'burnRefused' | 'identityRejected';
  at: Date;
  memberId: MemberId;
  /** The member's whole name; show it shortened. */
  memberName: string;
  staffName: string | null;
  storeName: string | null;
  /** With `velocity`: how many receipts it had been when it was noted. */
  receipts: number | null;
}

const SHOWN_DAYS = 14;
const MOST = 20;

/**
 * The latest concerns of two weeks, the newest first. A rejected chat is none any more once staff have let the member
 * burn again.
 */
export async function listConcerns(db: Reader, at: Date): Promise<Concern[]> {
  return await db.execute<Concern & Record<string, unknown>>(sql`
    with noted as (
      select a.audit_id, a.action, a.recorded_at, a.detail,
        case a.action when 'till.velocity' then a.actor else a.detail ->> 'staffId' end as staff_id,
        case a.action when 'burn.refuse' then a.actor else a.subject end as member_id
      from audit_log a
      where a.action in ('till.velocity', 'burn.refuse', 'identity.rejected')
        and a.recorded_at > ${at}::timestamptz - ${SHOWN_DAYS} * interval '1 day'
        and not (a.action = 'identity.rejected' and exists (
          select 1 from audit_log later
          where later.subject = a.subject and later.action = 'burning.allowed' and later.recorded_at > a.recorded_at))
      order by a.recorded_at desc, a.audit_id desc limit ${MOST}
    )
    select case n.action when 'till.velocity' then 'velocity' when 'burn.refuse' then 'burnRefused'
        else 'identityRejected' end as kind,
      n.recorded_at as at, n.member_id as "memberId", m.name as "memberName", f.name as "staffName",
      s.name as "storeName", (n.detail ->> 'receipts')::integer as receipts
    from noted n
      join member m on m.member_id = n.member_id
      left join staff f on f.staff_id = n.staff_id
      left join store s on s.store_id = n.detail ->> 'storeId'
    order by n.recorded_at desc, n.audit_id desc`);
}
