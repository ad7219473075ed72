import type { Adjustment as AdjustmentAnswer } from '#src/contract/adjustments.ts';
import type { Adjustment } from '#src/core/ledger/list-adjustments.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { listCurrencies } from '#src/core/stores/list-currencies.ts';
import type { Reader } from '#src/db/client.ts';
import { readActorNames } from './actor-names.ts';
import { namesShown } from './currency-shown.ts';

/** Adjustments with the names of everybody in them, for `viewer`. */
export async function describeAdjustments(
  db: Reader,
  rows: Adjustment[],
  { viewer }: { viewer: string },
): Promise<AdjustmentAnswer[]> {
  const memberIds = rows.map((each) => each.memberId);
  const [names, currencies, actorName] = await Promise.all([
    readNames(db, memberIds),
    listCurrencies(db),
    readActorNames(db),
  ]);
  return rows.map(({ transferId: _transfer, requestKey: _key, ...row }) => {
    const currency = currencies.find((each) => each.currency === row.currency);
    const nameOf = (actor: string | null) => (actor === null ? null : actorName(actor));
    return {
      ...row,
      shownName: shortName(names.get(row.memberId) ?? ''),
      names: currency ? namesShown(currency) : null,
      amount: Number(row.amount),
      mine: row.askedBy === viewer,
      withdrawn: row.status === 'refused' && row.decidedBy === row.askedBy,
      askedBy: actorName(row.askedBy),
      askedAt: row.askedAt.toISOString(),
      decidedBy: nameOf(row.decidedBy),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      reversedBy: nameOf(row.reversedBy),
      reversedAt: row.reversedAt?.toISOString() ?? null,
    };
  });
}

/** One of them. */
export async function describeAdjustment(
  db: Reader,
  row: Adjustment,
  viewer: { viewer: string },
): Promise<AdjustmentAnswer> {
  const [described] = await describeAdjustments(db, [row], viewer);
  if (!described) throw new Error('an adjustment was not described');
  return described;
}
