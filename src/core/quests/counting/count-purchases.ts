// Receipts that count towards a task: like its condition, of what the member has kept, from when they have joined until
// the quest is over; with what was being rung up when they joined, such as at the poster beside the till.
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { compileCondition } from '../../rules/compile-condition.ts';
import type { Facts } from '../../rules/facts.ts';
import type { PastReceipt } from '../../segments/audience-facts.ts';
import { readPastReceipts } from '../../segments/read-past-receipts.ts';
import type { KnownQuest } from '../known-quests.ts';
import type { Player } from '../player.ts';
import type { Task } from '../read-quest.ts';

/** The receipts of a member in their time in a quest. */
export async function readQuestReceipts(
  db: Reader,
  {
    player,
    memberId,
    known,
    endsAt,
  }: { player: Player; memberId: MemberId; known: KnownQuest; endsAt: Date },
): Promise<Facts[]> {
  const { timeZone } = known;
  const at = new Date(endsAt.getTime() - 1);
  const found = await readPastReceipts(db, [memberId], { at, timeZone, since: player.joinedAt });
  return (found.get(memberId) ?? []).map(kept);
}

/** How many of the receipts count towards the task. */
export function countPurchases(task: Task, receipts: readonly Facts[]): number {
  const { ask } = task.content;
  if (ask.type !== 'purchase') return 0;
  return ask.where === null ? receipts.length : receipts.filter(compileCondition(ask.where)).length;
}

/** A receipt without what was brought back. */
function kept({ facts, lines, netMinor }: PastReceipt): Facts {
  const left = lines.flatMap(({ keptMilli, quantityMilli, amountMinor, ...line }) =>
    keptMilli > 0
      ? [
          {
            ...line,
            quantityMilli: keptMilli,
            amountMinor: Math.floor((amountMinor * keptMilli) / quantityMilli),
          },
        ]
      : [],
  );
  return {
    ...facts,
    lines: left,
    amountMinor: netMinor,
    quantityMilli: left.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0),
  };
}
