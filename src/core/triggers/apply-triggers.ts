// Rules that are not about receipts: a member has registered, reached a tier, brought goods back, has a birthday... What
// such a rule gives is posted once for a member and an occasion, with the same explanation as that of a receipt.
import type { Tx } from '#src/db/client.ts';
import type { MemberId, ReturnId, RuleId } from '#src/lib/id.ts';
import { recordEvent, recordEvents } from '../events/record-event.ts';
import { openAccount } from '../ledger/open-account.ts';
import { postTransfers, type TransferInput } from '../ledger/post-transfer.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { readReturnedBasket } from '../receipts/read-returned-basket.ts';
import { readReceiptMemberIn } from '../receipts/receipt-member.ts';
import { Refusal } from '../refusal.ts';
import { giveRuleGift } from '../rewards/give-rule-gift.ts';
import type { Award, Evaluation } from '../rules/basket.ts';
import { takenOfBudgets } from '../rules/charge-budget.ts';
import { evaluateTrigger } from '../rules/evaluate-trigger.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { Trigger } from '../rules/rule.ts';
import { lockBudgets, spendBudgets } from '../rules/spend-budgets.ts';
import { isTriggered, noteTriggered } from './note-triggered.ts';
import { standingAfterTrigger } from './standing-after-trigger.ts';
import { type Gains, gainsOf, pointsCame, silencedBy } from './tell-gains.ts';

export interface Occasion {
  memberId: MemberId;
  trigger: Exclude<Trigger, { on: 'receipt' }>;
  /** Unique for the member: what happened, such as `return:ret_x`. */
  occasion: string;
  /** When it happened: the rules of then are asked. */
  happenedAt: Date;
  /** Of a return. */
  returned?: { returnId: ReturnId; receiptId: string };
}

export interface ApplyTriggers {
  rules: KnownRules;
  /** Of the programme. */
  timeZone: string;
  at: Date;
}

/** Asks the rules about each occasion and posts what they give. Returns how many of them brought something. */
export async function applyTriggers(
  tx: Tx,
  occasions: readonly Occasion[],
  { rules, timeZone, at }: ApplyTriggers,
): Promise<number> {
  const asked = occasions.filter(
    ({ trigger, happenedAt }) => rules.at(happenedAt).triggered[trigger.on].length > 0,
  );
  if (asked.length === 0) return 0;
  // All standings before all budgets, as receipts take them, so that nobody waits in a circle.
  const memberIds = [...new Set(asked.map(({ memberId }) => memberId))];
  await lockStandings(tx, ...memberIds);
  const ofBudgets = asked.flatMap(({ trigger, happenedAt }) =>
    rules.at(happenedAt).triggered[trigger.on].map(({ ruleId }) => ruleId),
  );
  const budgets = await lockBudgets(tx, [...new Set(ofBudgets)]);
  let applied = 0;
  for (const occasion of asked) {
    if (await isTriggered(tx, occasion)) continue;
    const evaluation = await evaluate(tx, occasion, { rules, timeZone, budgets });
    if (!evaluation || evaluation.used.length === 0) continue;
    await noteTriggered(tx, { ...occasion, at });
    await post(tx, occasion, { evaluation, rules, timeZone, at });
    for (const { ruleId, points } of takenOfBudgets(evaluation)) {
      const left = budgets[ruleId];
      if (left !== undefined) budgets[ruleId] = left - points;
    }
    applied++;
  }
  return applied;
}

/** Null for a member who is no more. */
async function evaluate(
  tx: Tx,
  { memberId, trigger, happenedAt, returned }: Occasion,
  { rules, timeZone, budgets }: { rules: KnownRules; timeZone: string; budgets: Record<RuleId, number> },
): Promise<Evaluation | null> {
  const book = rules.at(happenedAt);
  try {
    const { facts } = await readReceiptMemberIn(tx, memberId, {
      moments: [happenedAt],
      rules: { at: () => book },
      timeZone: book.timeZone,
      at: happenedAt,
    });
    const basket =
      returned && (await readReturnedBasket(tx, { memberId, returnId: returned.returnId, timeZone }));
    return evaluateTrigger(book, {
      trigger,
      member: facts,
      at: happenedAt.getTime(),
      storeTimeZone: timeZone,
      returned: basket ?? undefined,
      budgets,
    });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function post(
  tx: Tx,
  asked: Occasion,
  { evaluation, rules, at }: ApplyTriggers & { evaluation: Evaluation },
): Promise<void> {
  const { memberId, occasion, happenedAt, returned } = asked;
  const { gains, nothing } = gainsOf(evaluation);
  const speaking = new Set(evaluation.messages.map(({ ruleId }) => ruleId));
  await openAccount(tx, memberId);
  if (gains.length > 0) {
    const posted = await postTransfers(
      tx,
      gains.map(({ award }, place) =>
        transferOf(award, { memberId, key: `rule:${occasion}:${place}`, happenedAt, at }),
      ),
    );
    const events = gains.map((gain, place) => ({
      memberId,
      happened: pointsCame(gain, { balance: posted[place]?.balance ?? 0n, speaking }),
    }));
    await recordEvents(tx, events, at);
  }
  if (nothing.length > 0) await tellNothing(tx, asked, { nothing, speaking, at });
  for (const [place, { ruleId, name: names }] of evaluation.gifts.entries())
    await giveRuleGift(tx, { memberId, ruleId, names, key: `rule:${occasion}:${place}`, at });
  await spendBudgets(tx, takenOfBudgets(evaluation));
  const { counted } = factsNeeded(rules.at(happenedAt));
  await standingAfterTrigger(tx, { memberId, evaluation, counted, happenedAt });
  for (const data of evaluation.messages)
    await recordEvent(tx, { memberId, happened: { kind: 'rule.message', data }, at });
  for (const each of evaluation.events) {
    const data = { ...each, receiptId: returned?.receiptId ?? null };
    await recordEvent(tx, { memberId, happened: { kind: 'rule.event', data }, at });
  }
}

/** That limits have left nothing is told as what comes is. */
async function tellNothing(
  tx: Tx,
  asked: Occasion,
  { nothing, speaking, at }: { nothing: Gains['nothing']; speaking: ReadonlySet<RuleId>; at: Date },
): Promise<void> {
  const { memberId } = asked;
  for (const gain of nothing) {
    const silenced = silencedBy(gain, asked);
    if (silenced) {
      if (await isTriggered(tx, silenced)) continue;
      await noteTriggered(tx, { ...silenced, at });
    }
    const { balance } = await readBalance(tx, memberId, at, gain.award.currency);
    await recordEvent(tx, { memberId, happened: pointsCame(gain, { balance, speaking }), at });
  }
}

function transferOf(
  award: Award,
  { memberId, key, happenedAt, at }: { memberId: MemberId; key: string; happenedAt: Date; at: Date },
): TransferInput {
  const amount = BigInt(award.points);
  const activeAt = Number.isFinite(award.activeAt) ? new Date(award.activeAt) : undefined;
  const expiresAt = award.expiresAt === null ? null : new Date(award.expiresAt);
  return {
    memberId,
    kind: 'earn',
    currency: award.currency,
    amount,
    account: 'issued',
    key,
    reason: {
      parts: award.parts,
      ...(award.lifeMonths !== undefined && { lifeMonths: award.lifeMonths }),
    },
    occurredAt: happenedAt,
    recordedAt: at,
    lots: [{ amount, activeAt, expiresAt, waitsFor: award.waitsFor }],
  };
}
