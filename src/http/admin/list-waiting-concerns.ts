import type { Concern } from '#src/contract/today.ts';
import { listWaitingAdjustments } from '#src/core/ledger/list-adjustments.ts';
import type { Reader } from '#src/db/client.ts';
import { describeAdjustments } from './describe-adjustments.ts';

const MOST = 20;

/** Changes of points that wait for an admin who is not the one who asked, the oldest of them first. */
export async function listWaitingConcerns(db: Reader, viewer: string): Promise<Concern[]> {
  const waiting = await listWaitingAdjustments(db, MOST);
  const others = waiting.filter(({ askedBy }) => askedBy !== viewer);
  const described = await describeAdjustments(db, others, { viewer });
  return described.map(({ adjustmentId, askedAt, shownName, amount, names, askedBy }) => ({
    kind: 'adjustmentWaits',
    at: askedAt,
    adjustmentId,
    shownName,
    amount,
    names,
    askedBy,
  }));
}
