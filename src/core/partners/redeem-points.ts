// Points with which a member pays at a partner, or in a system of the programme that knows no receipts.
import type { Tx } from '#src/db/client.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { requireBurnAllowed } from '../ledger/require-burn-allowed.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { askHash, findAsked, noteOrigin } from './asked-transfer.ts';
import type { AskPoints, PointsMoved } from './issue-points.ts';
import { holderOf } from './partner-shape.ts';
import { readAnswer } from './read-answer.ts';
import { reasonOf } from './reason-of.ts';
import { requireRight } from './require-right.ts';
import { tellMoved } from './tell-moved.ts';

/**
 * Burns points. That the member agrees the caller has made sure of, by a live card code. Throws Refusal
 * `insufficient_points` {available}, `burn_waits` {hours}, `partner_currency`, `partner_suspended`, `currency_not_found`,
 * `key_reused`, `member_not_found`, `member_erased`.
 */
export async function redeemPoints(tx: Tx, asked: AskPoints): Promise<PointsMoved> {
  const { by, key, currency, points, reference, shown = null, at } = asked;
  const memberId = await holdMemberNow(tx, asked.memberId);
  const hash = askHash('redeem', currency, points, reference, shown);
  const before = await findAsked(tx, by, key);
  if (before) return await readAnswer(tx, before, { memberId, hash, at });
  await requireRight(tx, { by, currency, to: 'redeem', at });
  await readCurrency(tx, currency);
  await requireBurnAllowed(tx, { memberId, at });
  const { timeZone } = await readProgramme(tx);
  const { transferId, balance } = await postTransfer(tx, {
    memberId,
    kind: 'burn',
    currency,
    amount: -points,
    account: 'burnt',
    key: `api:${holderOf(by)}:${key}`,
    reason: await reasonOf(tx, by, reference),
    occurredAt: at,
    recordedAt: at,
  });
  const kind = 'redeem';
  await noteOrigin(tx, { by, key, kind, hash, memberId, transferId, currency, reference, timeZone, at });
  await tellMoved(tx, { by, what: 'redeem', memberId, currency, points, balance, at });
  return { outcome: 'posted', memberId, transferId, currency, points, balance };
}
