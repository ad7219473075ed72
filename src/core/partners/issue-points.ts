// Points that another system gives to a member: a partner's, or one of the programme itself.
import type { Tx } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { NewLot } from '../ledger/post-transfer.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import { currencyTerms } from '../rules/currency-terms.ts';
import { lotTimes, scheduleOf } from '../rules/lot-schedule.ts';
import { type Currency, readCurrency } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { askHash, findAsked, noteOrigin } from './asked-transfer.ts';
import { countIssued } from './count-issued.ts';
import { type Caller, holderOf } from './partner-shape.ts';
import { readAnswer } from './read-answer.ts';
import { reasonOf } from './reason-of.ts';
import { requireRight } from './require-right.ts';
import { tellMoved } from './tell-moved.ts';

export interface AskPoints {
  by: Caller;
  memberId: MemberId;
  /** The system's own key: the same key with the same input is the same transfer, however often it is asked for. */
  key: string;
  currency: string;
  /** Above zero. */
  points: bigint;
  /** What is printed on the system's own slip. */
  reference: string;
  /** Tells again the card code that was shown, where the points pay: another's code is another input. */
  shown?: string;
  at: Date;
}

export interface PointsMoved {
  outcome: 'posted' | 'replayed';
  memberId: MemberId;
  transferId: TransferId;
  currency: string;
  points: bigint;
  /** Of the member in that currency, now. */
  balance: bigint;
}

/**
 * Gives points, counted towards the caps of the day. Throws Refusal `issuing_cap` {left}, `partner_currency`,
 * `partner_suspended`, `currency_not_found`, `currency_closed`, `key_reused`, `member_not_found`, `member_erased`.
 */
export async function issuePoints(tx: Tx, asked: AskPoints): Promise<PointsMoved> {
  const { by, key, currency, points, reference, at } = asked;
  const memberId = await holdMemberNow(tx, asked.memberId);
  const hash = askHash('issue', currency, points, reference);
  const before = await findAsked(tx, by, key);
  if (before) return await readAnswer(tx, before, { memberId, hash, at });
  await readMember(tx, memberId);
  const terms = await requireRight(tx, { by, currency, to: 'issue', at });
  const [{ timeZone }, known] = await Promise.all([readProgramme(tx), readCurrency(tx, currency)]);
  if (known.closedAt) throw new Refusal('currency_closed');
  const { transferId, balance } = await postTransfer(tx, {
    memberId,
    kind: 'earn',
    currency,
    amount: points,
    account: 'issued',
    key: `api:${holderOf(by)}:${key}`,
    reason: await reasonOf(tx, by, reference),
    lots: [newLot(known, { points, timeZone, at })],
    occurredAt: at,
    recordedAt: at,
  });
  await noteOrigin(tx, {
    by,
    key,
    kind: 'issue',
    hash,
    memberId,
    transferId,
    currency,
    reference,
    timeZone,
    at,
  });
  await tellMoved(tx, { by, what: 'issue', memberId, currency, points, balance, at });
  // Last, so that others who count wait no longer than for the commit; the key before its partner, everywhere.
  const counted = { currency, points, timeZone, at };
  await countIssued(tx, { ...counted, holder: by.keyId, cap: by.dayCap });
  if (terms) await countIssued(tx, { ...counted, holder: terms.partnerId, cap: terms.dayCap });
  return { outcome: 'posted', memberId, transferId, currency, points, balance };
}

/** By the terms of its currency. */
function newLot(
  currency: Currency,
  { points, timeZone, at }: { points: bigint; timeZone: string; at: Date },
): NewLot {
  const schedule = scheduleOf(currencyTerms(currency), null);
  const { activeAt, waitsFor, expiresAt } = lotTimes(schedule, at.getTime(), timeZone);
  return {
    amount: points,
    waitsFor,
    ...(waitsFor === null && { activeAt: new Date(activeAt) }),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
  };
}
