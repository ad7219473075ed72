// What the books say that needs a person: a cashier with one card on many receipts, a member who did not know of a
// burn, a member who did not know of a new chat, a rule whose budget runs out, a return that could not be booked. A report
// reads across the rooms' tables.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { EndpointId, MemberId, RuleId } from '#src/lib/id.ts';
import { listBudgetAlerts } from '../rules/watch-budgets.ts';
import { type FailedReturn, listFailedReturns } from './list-failed-returns.ts';

export interface MemberConcern {
  kind: 'velocity' | 'friends' | 'burnRefused' | 'identityRejected';
  at: Date;
  memberId: MemberId;
  /** The member's whole name; show it shortened. */
  memberName: string;
  staffName: string | null;
  storeName: string | null;
  /** With `velocity` and `friends`: how many receipts or friends it had been when it was noted. */
  receipts: number | null;
}

export interface BudgetConcern {
  kind: 'budgetLow' | 'budgetSpent';
  at: Date;
  ruleId: RuleId;
  ruleName: string;
  pointsLeft: number;
}

export interface WebhookConcern {
  kind: 'webhookStopped';
  at: Date;
  endpointId: EndpointId;
  name: string;
  why: 'gone' | 'failing';
}

export type Concern =
  | WebhookConcern
  | MemberConcern
  | BudgetConcern
  | (FailedReturn & { kind: 'returnFailed' });

const SHOWN_DAYS = 14;
const DAY_MS = 86_400_000;
/** About members, and as many of returns: neither hides the other. */
const MOST = 20;

/**
 * The latest concerns of two weeks, the newest first. A rejected chat is none any more once staff have let the member
 * burn again, a budget once it is filled again or its rule is out of force.
 */
export async function listConcerns(db: Reader, at: Date): Promise<Concern[]> {
  const since = new Date(at.getTime() - SHOWN_DAYS * DAY_MS);
  const [members, budgets, returns, webhooks] = await Promise.all([
    listMemberConcerns(db, since),
    listBudgetConcerns(db, since),
    listFailedReturns(db, { since, at, most: MOST }),
    listStoppedWebhooks(db),
  ]);
  const all = [
    ...members,
    ...budgets,
    ...webhooks,
    ...returns.map((each) => ({ kind: 'returnFailed' as const, ...each })),
  ];
  return all.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

/** For as long as it is stopped: nobody else would notice. */
async function listStoppedWebhooks(db: Reader): Promise<WebhookConcern[]> {
  return await db.execute<WebhookConcern & Record<string, unknown>>(sql`
    select 'webhookStopped' as kind, stopped_at as at, endpoint_id as "endpointId", name, stopped_why as why
    from webhook_endpoint where status = 'stopped'`);
}

async function listBudgetConcerns(db: Reader, since: Date): Promise<BudgetConcern[]> {
  const alerts = await listBudgetAlerts(db);
  return alerts
    .filter((alert) => alert.at > since)
    .map(({ ruleId, name, kind, points, spent, at: noted }) => ({
      kind: kind === 'low' ? 'budgetLow' : 'budgetSpent',
      at: noted,
      ruleId,
      ruleName: name,
      pointsLeft: points - spent,
    }));
}

async function listMemberConcerns(db: Reader, since: Date): Promise<MemberConcern[]> {
  return await db.execute<MemberConcern & Record<string, unknown>>(sql`
    with noted as (
      select a.audit_id, a.action, a.recorded_at, a.detail,
        case a.action when 'till.velocity' then a.actor else a.detail ->> 'staffId' end as staff_id,
        case a.action when 'burn.refuse' then a.actor else a.subject end as member_id
      from audit_log a
      where a.action in ('till.velocity', 'friends.velocity', 'burn.refuse', 'identity.rejected')
        and a.recorded_at > ${since}::timestamptz
        and not (a.action = 'identity.rejected' and exists (
          select 1 from audit_log later
          where later.subject = a.subject and later.action = 'burning.allowed' and later.recorded_at > a.recorded_at))
      order by a.recorded_at desc, a.audit_id desc limit ${MOST}
    )
    select case n.action when 'till.velocity' then 'velocity' when 'friends.velocity' then 'friends' when 'burn.refuse' then 'burnRefused'
        else 'identityRejected' end as kind,
      n.recorded_at as at, n.member_id as "memberId", m.name as "memberName", f.name as "staffName",
      s.name as "storeName", (n.detail ->> 'receipts')::integer as receipts
    from noted n
      join member m on m.member_id = n.member_id
      left join staff f on f.staff_id = n.staff_id
      left join store s on s.store_id = n.detail ->> 'storeId'
    order by n.recorded_at desc, n.audit_id desc`);
}
