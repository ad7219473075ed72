// Which rules apply, in their order, and what they do before points are counted: discounts, stamps, gifts and words.
import { applyDiscount } from './apply-discounts.ts';
import { applyStamps } from './apply-stamps.ts';
import type { NotApplied } from './basket.ts';
import type { BookRule } from './compile-book.ts';
import type { LineTest } from './compile-condition.ts';
import type { Applied, Run } from './evaluation-run.ts';
import { findFailing } from './find-failing.ts';
import { budgetOf, refuseByLimits, roomOf } from './rule-room.ts';
import { isWithin } from './valid-hours.ts';

const NONE: number[] = [];

/** Reasons of rules that would have applied, had they not given enough already: told of every receipt. */
const IS_BOUND: Partial<Record<NotApplied, true>> = { cooldown: true, limit: true, budget: true, cap: true };

/** Fills `run.applied`. With `explain` it also says of every other rule why not; that costs several times as much. */
export function chooseRules(run: Run, rules: BookRule[], explain: boolean): void {
  let groups: Set<string> | null = null;
  let lowest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i];
    if (rule === undefined) continue;
    if (rule.priority < lowest) {
      if (!explain) break;
      note(run, rule, 'exclusive');
      continue;
    }
    if (rule.group !== null && groups?.has(rule.group)) {
      if (explain) note(run, rule, 'group');
      continue;
    }
    const why = refuse(run, rule);
    if (why !== null) {
      if (explain || (IS_BOUND[why] && pickLines(run, rule) !== null)) note(run, rule, why);
      continue;
    }
    const picks = pickLines(run, rule);
    if (picks === null) {
      if (explain) note(run, rule, 'noLines');
      continue;
    }
    apply(run, rule, picks);
    if (rule.group !== null) groups = (groups ?? new Set()).add(rule.group);
    if (rule.exclusive) lowest = rule.priority;
  }
}

function refuse(run: Run, rule: BookRule): NotApplied | null {
  const { facts } = run;
  if (facts.at < rule.from || facts.at >= rule.until) return 'dates';
  if (rule.hours !== null && !isWithin(rule.hours, facts.weekday, facts.minute)) return 'hours';
  if (rule.when !== null && !rule.when(facts)) return 'condition';
  return rule.limited ? refuseByLimits(run, rule) : null;
}

/** The lines of each effect; null when the rule is about lines and none is there. */
function pickLines(run: Run, { effects }: BookRule): number[][] | null {
  const picks: number[][] = [];
  let something = false;
  for (let e = 0; e < effects.length; e++) {
    const effect = effects[e];
    if (effect === undefined) continue;
    let pick = NONE;
    if (effect.ofLines && run.ofReceipt) {
      pick = effect.where === null ? run.all : pickWhere(run, effect.where);
      if (pick.length > 0) something = true;
    } else something = true;
    picks.push(pick);
  }
  return something ? picks : null;
}

function pickWhere({ lines }: Run, where: LineTest): number[] {
  let pick = NONE;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined || !where(line)) continue;
    if (pick === NONE) pick = [i];
    else pick.push(i);
  }
  return pick;
}

function apply(run: Run, rule: BookRule, picks: number[][]): void {
  const room = rule.limited ? roomOf(run, rule) : null;
  const budget = rule.limited ? budgetOf(run, rule) : null;
  const applied: Applied = { rule, picks, room, budget, points: 0 };
  run.applied.push(applied);
  // A rule whose budget is spent applies for the sake of a full stamp card alone.
  const isStopped = budget !== null && budget.left === 0;
  let isTrimmed = false;
  const { ruleId, effects } = rule;
  const { evaluation } = run;
  for (let e = 0; e < effects.length; e++) {
    const effect = effects[e];
    if (effect === undefined) continue;
    const pick = picks[e] ?? NONE;
    switch (effect.kind) {
      case 'discountShare':
      case 'discountSum':
        if (!applyDiscount(run, { applied, effect, pick })) isTrimmed = true;
        break;
      case 'stamp':
        applyStamps(run, { applied, effect, pick });
        break;
      case 'gift':
        if (!isStopped) evaluation.gifts.push({ ruleId, name: effect.text ?? {} });
        break;
      case 'message':
        if (!isStopped) evaluation.messages.push({ ruleId, text: effect.text ?? {} });
        break;
      case 'event':
        if (!isStopped) evaluation.events.push({ ruleId, name: effect.event ?? '' });
        break;
      default:
        // Points are counted when it is known what is paid.
        break;
    }
  }
  // A discount has no place for it, as a part of points has: that its budget has ended is said as of a rule that it stopped.
  if (isTrimmed) note(run, rule, 'budget');
}

function note(
  { evaluation, facts }: Run,
  { ruleId, name, names, definition }: BookRule,
  why: NotApplied,
): void {
  const condition =
    why === 'condition' && definition.when !== null ? findFailing(definition.when, facts) : undefined;
  evaluation.notApplied.push({ ruleId, name, names, why, ...(condition && { condition }) });
}
