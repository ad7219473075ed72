import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { readTransfer } from '../ledger/read-transfer.ts';
import { debtOf } from '../ledger/shown-balance.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import type { AskedTransfer } from './asked-transfer.ts';
import type { PointsMoved } from './issue-points.ts';

/** The answer to what was asked before: as it was booked, with the balance of now. Throws Refusal `key_reused`. */
export async function readAnswer(
  tx: Tx,
  before: AskedTransfer,
  { memberId, hash, at }: { memberId: MemberId; hash: string; at: Date },
): Promise<PointsMoved> {
  const isOther = (await memberNow(tx, before.memberId)) !== memberId;
  if (isOther || before.inputHash !== hash) throw new Refusal('key_reused');
  const { transferId, currency } = before;
  const { amount } = await readTransfer(tx, before);
  const account = await readBalance(tx, memberId, at, currency);
  const owed = debtOf(account);
  const balance = owed > 0n ? -owed : account.balance;
  const points = amount < 0n ? -amount : amount;
  return { outcome: 'replayed', memberId, transferId, currency, points, balance };
}
