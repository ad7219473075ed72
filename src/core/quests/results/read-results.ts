import { eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { questResult } from '#src/db/schema/quests-results.ts';
import type { QuestId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { isEven, judgeGroups, judgeProfit, type Profit, type Uplift } from '../../analytics/judge-groups.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { readQuest } from '../read-quest.ts';
import { keptGroups, NOBODY, type ResultSums } from './result-sums.ts';

export interface ResultTerms {
  daysAfter: number;
  marginPercent: number;
  /** Beside its points. */
  costMinor: number;
}

export interface QuestResults extends ResultTerms {
  controlPercent: number;
  /** Until when purchases count; null: it is not launched. */
  until: Date | null;
  isOver: boolean;
  /** As of when; null: not counted yet, or there is nobody to compare with. */
  countedAt: Date | null;
  /** False: the groups are not as chance was to make them, and nothing here holds. */
  isFair: boolean;
  uplift: Uplift<ResultSums>;
  profit: Profit | null;
  /** What the points given are worth, in the cost. */
  pointsMinor: number;
}

const USUAL: ResultTerms = { daysAfter: 14, marginPercent: 25, costMinor: 0 };

/** Throws Refusal `quest_not_found`. */
export async function readResults(
  db: Reader,
  { questId, pointValueMinor, at }: { questId: QuestId; pointValueMinor: bigint; at: Date },
): Promise<QuestResults> {
  const quest = await readQuest(db, questId);
  const [kept] = await db.select().from(questResult).where(eq(questResult.questId, questId));
  const { daysAfter, marginPercent } = kept ?? USUAL;
  const costMinor = Number(kept?.costMinor ?? 0);
  const over = quest.endedAt ?? quest.endsAt;
  const until = over && new Date(over.getTime() + daysAfter * DAY_MS);
  const isOver = until !== null && at >= until;
  const groups = kept?.groups ? keptGroups.parse(kept.groups) : { target: NOBODY, control: NOBODY };
  const uplift = judgeGroups(groups, { isOver });
  const pointsMinor = Number(quest.spent * pointValueMinor);
  const share = quest.terms.controlPercent / 100;
  return {
    daysAfter,
    marginPercent,
    costMinor,
    pointsMinor,
    controlPercent: quest.terms.controlPercent,
    until,
    isOver,
    countedAt: kept?.countedAt ?? null,
    isFair: isEven([groups.target.people, groups.control.people], [1 - share, share]),
    uplift,
    profit: judgeProfit(uplift, { marginPercent, costMinor: costMinor + pointsMinor }),
  };
}

/** By what a quest is judged; its purchases are then counted anew. Throws Refusal `quest_not_found`. */
export async function changeTerms(
  tx: Tx,
  { questId, actor, at, ...terms }: ResultTerms & { questId: QuestId; actor: string; at: Date },
): Promise<void> {
  const { launchedAt, terms: agreed } = await readQuest(tx, questId);
  const changed = { ...terms, costMinor: BigInt(terms.costMinor) };
  // Only what has a control group is counted.
  const nextAt = launchedAt && agreed.controlPercent > 0 ? at : null;
  await tx
    .insert(questResult)
    .values({ questId, ...changed, nextAt })
    .onConflictDoUpdate({ target: questResult.questId, set: { ...changed, nextAt } });
  await recordAudit(tx, { actor, action: 'quest.result_terms', subject: questId, detail: { ...terms }, at });
}
