// Goods that came back at a partner: what was given for them is taken back, what paid for them is given back. All of it or
// a part, at any age, by whoever asked for it.
import type { Tx } from '#src/db/client.ts';
import type { TransferId } from '#src/lib/id.ts';
import { listLotUses } from '../ledger/list-lot-uses.ts';
import { type ReceiptTransfer, readSettledTransfer } from '../ledger/list-receipt-transfers.ts';
import { postTransfer, type TransferInput } from '../ledger/post-transfer.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { lotsBack } from '../receipts/returned-share.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { askHash, findAsked, noteOrigin } from './asked-transfer.ts';
import type { PointsMoved } from './issue-points.ts';
import { type Caller, holderOf } from './partner-shape.ts';
import { readAnswer } from './read-answer.ts';
import { requireActivePartner } from './read-terms.ts';
import { reasonOf } from './reason-of.ts';
import { tellMoved } from './tell-moved.ts';

export interface ReturnPoints {
  by: Caller;
  /** What comes back: points that were given, or points that were burnt. */
  of: 'issue' | 'redeem';
  /** The key under which they were asked for. */
  returns: string;
  /** The key of this return. */
  key: string;
  /** Above zero; everything that is left when not told. */
  points?: bigint | undefined;
  at: Date;
}

/**
 * Points that were given and are spent by now are owed. Those that have expired are not taken a second time. No room in a
 * daily cap comes back. Throws Refusal `points_not_found`, `already_returned`, `points_above_left` {left}, `key_reused`,
 * `partner_suspended`.
 */
export async function returnPoints(tx: Tx, input: ReturnPoints): Promise<PointsMoved> {
  const { by, of, returns, key, at } = input;
  const first = await findAsked(tx, by, returns);
  if (first?.kind !== of) throw new Refusal('points_not_found');
  const memberId = await holdMemberNow(tx, first.memberId);
  const hash = askHash(`${of}Return`, returns, input.points ?? null);
  const before = await findAsked(tx, by, key);
  if (before) return await readAnswer(tx, before, { memberId, hash, at });
  if (by.partnerId !== null) await requireActivePartner(tx, by.partnerId);
  const settled = await readSettledTransfer(tx, first);
  const back = settled.reversed < 0n ? -settled.reversed : settled.reversed;
  const whole = settled.amount < 0n ? -settled.amount : settled.amount;
  const left = whole - back - settled.expired;
  if (left <= 0n) throw new Refusal('already_returned');
  const points = input.points ?? left;
  if (points > left) throw new Refusal('points_above_left', { left: Number(left) });
  const { timeZone } = await readProgramme(tx);
  const { transferId, balance } = await postTransfer(tx, {
    memberId,
    kind: 'reverse',
    currency: settled.currency,
    key: `api:${holderOf(by)}:${key}`,
    reverses: settled.transferId,
    reason: await reasonOf(tx, by, first.reference),
    occurredAt: at,
    recordedAt: at,
    ...(of === 'issue' ? takeBack(settled, points) : await giveBack(tx, settled, { points, back })),
  });
  const kind = `${of}Return` as const;
  const { reference } = first;
  const { currency } = settled;
  const origin = { by, key, kind, hash, memberId, transferId, currency };
  await noteOrigin(tx, { ...origin, reference, returns, timeZone, at });
  await tellMoved(tx, { by, what: kind, memberId, currency, points, balance, at });
  return { outcome: 'posted', memberId, transferId, currency, points, balance };
}

type Moved = Pick<TransferInput, 'amount' | 'account' | 'lotIds' | 'canOwe' | 'lots'>;

function takeBack({ lotIds }: ReceiptTransfer, points: bigint): Moved {
  return { amount: -points, account: 'issued', lotIds, canOwe: true };
}

/** With the expiry that they had. */
async function giveBack(
  tx: Tx,
  settled: ReceiptTransfer & { transferId: TransferId },
  { points, back }: { points: bigint; back: bigint },
): Promise<Moved> {
  const drawn = await listLotUses(tx, settled);
  return { amount: points, account: 'burnt', lots: lotsBack(drawn, { from: back, to: back + points }) };
}
