// What the books say that needs a person: a cashier with one card on many receipts, a member who did not know of a
// burn, a member who did not know of a new chat, a rule whose budget runs out, a return that could not be booked; with what
// runs out or waits (`list-supply-concerns`, `list-adjustment-concerns`) and who is told nothing (`list-webhook-concerns`). A report reads across the
// rooms' tables.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, PartnerId, RuleId } from '#src/lib/id.ts';
import { listCapAlerts } from '../partners/list-issued-today.ts';
import { listBudgetAlerts } from '../rules/watch-budgets.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { type AdjustmentConcern, listAdjustmentConcerns } from './list-adjustment-concerns.ts';
import { type CampaignConcern, listCampaignConcerns } from './list-campaign-concerns.ts';
import { type FailedReturn, listFailedReturns } from './list-failed-returns.ts';
import { listSupplyConcerns, type OfferConcern, type RewardConcern } from './list-supply-concerns.ts';
import { listWebhookConcerns, type WebhookConcern } from './list-webhook-concerns.ts';

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

export interface CapConcern {
  kind: 'capNear';
  at: Date;
  partnerId: PartnerId;
  name: string;
  currency: string;
  issued: number;
  cap: number;
}

export type Concern =
  | AdjustmentConcern
  | CampaignConcern
  | CapConcern
  | WebhookConcern
  | OfferConcern
  | RewardConcern
  | MemberConcern
  | BudgetConcern
  | (FailedReturn & { kind: 'returnFailed' });

const SHOWN_DAYS = 14;
const DAY_MS = 86_400_000;
/** About members, and as many of returns: neither hides the other. */
const MOST = 20;

/**
 * The latest concerns of two weeks for an admin who looks, the newest first. A rejected chat is none any more once staff have let the member
 * burn again, a budget once it is filled again or its rule is out of force, the cap of a partner once its day is over.
 */
export async function listConcerns(db: Reader, at: Date, viewer: string): Promise<Concern[]> {
  const since = new Date(at.getTime() - SHOWN_DAYS * DAY_MS);
  const { timeZone } = await readProgramme(db);
  const [members, budgets, returns, supply, webhooks, caps, campaigns, adjustments] = await Promise.all([
    listMemberConcerns(db, since),
    listBudgetConcerns(db, since),
    listFailedReturns(db, { since, at, most: MOST }),
    listSupplyConcerns(db, { since, at }),
    listWebhookConcerns(db, at),
    listCapAlerts(db, { timeZone, at }),
    listCampaignConcerns(db),
    listAdjustmentConcerns(db, viewer),
  ]);
  const all = [
    ...members,
    ...budgets,
    ...supply,
    ...webhooks,
    ...campaigns,
    ...adjustments,
    ...caps.map((each) => ({ kind: 'capNear' as const, ...each })),
    ...returns.map((each) => ({ kind: 'returnFailed' as const, ...each })),
  ];
  return all.toSorted((a, b) => b.at.getTime() - a.at.getTime());
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
