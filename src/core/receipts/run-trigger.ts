// What rules do without a receipt: after a registration, on a birthday, when another system tells of an event. Asked once
// for each key, whatever the caller.
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockAccounts } from '../ledger/lock-accounts.ts';
import { postTransfers, type TransferInput } from '../ledger/post-transfer.ts';
import { noteRuleUse } from '../members/note-rule-use.ts';
import type { Evaluation } from '../rules/basket.ts';
import { evaluateTrigger, type TriggerAsked } from '../rules/evaluate-trigger.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import type { KnownRulesReader } from '../rules/known-rules.ts';
import { takeBudgets } from '../rules/take-budgets.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { localDay } from './local-day.ts';
import { type ReceiptMember, readReceiptMemberIn } from './receipt-member.ts';
import { earnedAfter, rulesUsed } from './standing-after.ts';

export interface Triggered {
  memberId: MemberId;
  trigger: TriggerAsked['trigger'];
  /** What makes it this one: with the member the key under which its points are given once. */
  key: string;
  occurredAt: Date;
  at: Date;
  known: KnownProgramme;
  rules: KnownRulesReader;
}

const MOST_TURNS = 5;

/**
 * Gives what the rules of the trigger give. Returns the points by currency. The caller makes sure that it is not asked
 * twice for one key. Throws Refusal `member_not_found`, `member_erased`.
 */
export async function runTrigger(tx: Tx, input: Triggered): Promise<Map<string, number>> {
  const { memberId, trigger, occurredAt, at, known } = input;
  const given = new Map<string, number>();
  if ((await input.rules()).at(occurredAt).triggered[trigger.on].length === 0) return given;
  await lockAccounts(tx, memberId);
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const rules = turn === 0 ? await input.rules() : await input.rules.refresh();
    const book = rules.at(occurredAt);
    const member = await readReceiptMemberIn(tx, memberId, { book, at });
    const evaluation = evaluateTrigger(book, {
      trigger,
      member: member.facts,
      at: occurredAt.getTime(),
      storeTimeZone: known.programme.timeZone,
      budgets: rules.budgets,
    });
    if (evaluation.used.length === 0) return given;
    if (!(await takeBudgets(tx, evaluation.used))) continue;
    const transfers = transfersOf(input, evaluation);
    if (transfers.length > 0) await postTransfers(tx, transfers);
    await noteUse(tx, input, { member, evaluation, counted: factsNeeded(book).counted });
    await tell(tx, input, evaluation);
    for (const { currency = 'points', amount } of transfers)
      given.set(currency, (given.get(currency) ?? 0) + Number(amount));
    return given;
  }
  return given;
}

function transfersOf(
  { memberId, trigger, key, occurredAt, at }: Triggered,
  { awards }: Evaluation,
): TransferInput[] {
  return awards
    .filter((award) => award.points > 0)
    .map((award, place) => ({
      memberId,
      kind: 'earn',
      currency: award.currency,
      amount: BigInt(award.points),
      account: 'issued',
      key: `trigger:${trigger.on}:${key}:${place}`,
      reason: { parts: award.parts, trigger },
      occurredAt,
      recordedAt: at,
      lots: [
        {
          amount: BigInt(award.points),
          activeAt: Number.isFinite(award.activeAt) ? new Date(award.activeAt) : undefined,
          waitsFor: award.waitsFor,
          expiresAt: award.expiresAt === null ? null : new Date(award.expiresAt),
        },
      ],
    }));
}

async function noteUse(
  tx: Tx,
  { memberId, occurredAt, known }: Triggered,
  {
    member,
    evaluation,
    counted,
  }: { member: ReceiptMember; evaluation: Evaluation; counted: ReturnType<typeof factsNeeded>['counted'] },
): Promise<void> {
  const { timeZone, tierBasis } = known.programme;
  const day = localDay(occurredAt.getTime(), timeZone);
  const isLatest = member.day === null || day >= member.day;
  const points = evaluation.awards.reduce(
    (sum, each) => sum + (each.currency === 'points' ? Math.max(0, each.points) : 0),
    0,
  );
  await noteRuleUse(tx, {
    memberId,
    ruleUse: rulesUsed(member.facts.ruleUse, { evaluation, counted, at: occurredAt.getTime() }),
    earned: isLatest ? { day, today: earnedAfter(member.facts.earnedToday, evaluation) } : null,
    counts: tierBasis === 'points' && points > 0 ? { month: day.slice(0, 7), amount: points } : null,
  });
}

async function tell(tx: Tx, { memberId, at }: Triggered, { messages, events }: Evaluation): Promise<void> {
  for (const data of messages)
    await recordEvent(tx, { memberId, happened: { kind: 'rule.message', data }, at });
  for (const data of events) await recordEvent(tx, { memberId, happened: { kind: 'rule.event', data }, at });
}
