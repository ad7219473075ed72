// Points that staff give or take by hand. Small ones at once; what is above the programme's limit, alone or together with
// what the same person has given and taken today, somebody else has to agree to.
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { adjustment } from '#src/db/schema/ledger.ts';
import { type AdjustmentId, type MemberId, newId, type TransferId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { readMember } from '../members/read-member.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { expiresAt } from '../stores/currency-expiry.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { adjustmentRoom } from './adjustment-room.ts';
import type { Adjustment } from './list-adjustments.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';

export const ADJUSTMENT_REASONS = [
  'apology',
  'correction',
  'lost_receipt',
  'contest',
  'fraud',
  'other',
] as const satisfies readonly Adjustment['reason'][];

const LONGEST_NOTE = 500;

export interface AskAdjustment {
  memberId: MemberId;
  /** Signed: what the member gains or loses. */
  amount: Points;
  /** `points` when left out. */
  currency?: string;
  reason: Adjustment['reason'];
  /** Whatever explains it, for colleagues; at most 500 characters. */
  note: string;
  /** A staff id. */
  actor: string;
  /** Made by the form: what this person sent with it before is not asked again. */
  requestKey?: string;
  at: Date;
}

export interface AdjustmentAsked {
  adjustmentId: AdjustmentId;
  /** `waiting`: above what is left of the programme's limit today, somebody else has to decide. What was asked before is as it stands now. */
  status: Adjustment['status'];
  /** After it; null while it waits and when it was asked before. */
  balance: Points | null;
}

/**
 * Throws Refusal `invalid_input` {field}, `insufficient_points` {available} (it never leaves a debt), `currency_not_found`,
 * `currency_closed`, `member_not_found`, `member_erased`.
 */
export async function askAdjustment(tx: Tx, input: AskAdjustment): Promise<AdjustmentAsked> {
  const { memberId, amount, currency = 'points', reason, note, actor, requestKey = null, at } = input;
  if (amount === 0n) throw invalidField('amount', 'notZero');
  if (note.length > LONGEST_NOTE) throw invalidField('note', 'longest', { count: LONGEST_NOTE });
  // Whoever says "other" says what.
  if (reason === 'other' && note.trim() === '') throw invalidField('note', 'sayWhy');
  await readMember(tx, memberId);
  if (amount > 0n && (await readCurrency(tx, currency)).closedAt) throw new Refusal('currency_closed');
  // One after the other for each person, so that two at once do not pass together.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${actor}, 6))`);
  await lockStandings(tx, memberId);
  const before = requestKey && (await findAsked(tx, { actor, requestKey }));
  if (before) return { adjustmentId: before.adjustmentId, status: before.status, balance: null };
  const programme = await readProgramme(tx);
  const room = await adjustmentRoom(tx, { actor, memberId, currency, programme, at });
  const size = amount < 0n ? -amount : amount;
  const adjustmentId = newId('adj', at.getTime());
  const who = { askedBy: actor, askedAt: at, requestKey };
  const asked = { memberId, adjustmentId, currency, amount, reason, note, ...who };
  await tx.insert(adjustment).values(asked);
  const detail = { memberId, amount: amount.toString(), currency, reason };
  await recordAudit(tx, { actor, action: 'adjustment.ask', subject: adjustmentId, detail, at });
  if (size > room) return { adjustmentId, status: 'waiting', balance: null };
  const { balance } = await postAdjustment(tx, asked, { decidedBy: actor, at });
  return { adjustmentId, status: 'posted', balance };
}

/** What this person has asked with this key. */
async function findAsked(
  tx: Tx,
  { actor, requestKey }: { actor: string; requestKey: string },
): Promise<Adjustment | undefined> {
  const [row] = await tx
    .select()
    .from(adjustment)
    .where(and(eq(adjustment.askedBy, actor), eq(adjustment.requestKey, requestKey)));
  return row;
}

/** Posts an adjustment that was agreed to. Throws Refusal `insufficient_points`. */
export async function postAdjustment(
  tx: Tx,
  asked: Pick<Adjustment, 'memberId' | 'adjustmentId' | 'amount' | 'currency' | 'reason'>,
  { decidedBy, at }: { decidedBy: string; at: Date },
): Promise<{ transferId: TransferId; balance: Points }> {
  const { adjustmentId, amount, currency, reason } = asked;
  const memberId = await memberNow(tx, asked.memberId);
  await lockStandings(tx, memberId);
  const { timeZone } = await readProgramme(tx);
  const ends = amount > 0n ? expiresAt(await readCurrency(tx, currency), at, timeZone) : null;
  const { transferId, balance } = await postTransfer(tx, {
    memberId,
    kind: 'adjust',
    currency,
    amount,
    account: 'adjusted',
    key: `adjust:${adjustmentId}`,
    reason: { adjustmentId, why: reason },
    ...(amount > 0n && { expiresAt: ends }),
    occurredAt: at,
    recordedAt: at,
  });
  await settleAdjustment(tx, asked, { status: 'posted', decidedBy, decidedAt: at, transferId });
  await tellAdjusted(tx, { memberId, amount, reason, balance, currency, at });
  return { transferId, balance };
}

/** Changes the row of an adjustment; the caller has made sure that it may. */
export async function settleAdjustment(
  tx: Tx,
  { memberId, adjustmentId }: Pick<Adjustment, 'memberId' | 'adjustmentId'>,
  settled: Partial<Adjustment>,
): Promise<void> {
  await tx
    .update(adjustment)
    .set(settled)
    .where(and(eq(adjustment.memberId, memberId), eq(adjustment.adjustmentId, adjustmentId)));
}

/** Lets the member know. */
export async function tellAdjusted(
  tx: Tx,
  told: { memberId: MemberId; amount: Points; reason: string; balance: Points; currency: string; at: Date },
): Promise<void> {
  const { memberId, amount, reason, balance, currency, at } = told;
  const data = { amount: amount.toString(), reason, balance: balance.toString(), currency };
  await recordEvent(tx, { memberId, happened: { kind: 'points.adjusted', data }, at });
}
