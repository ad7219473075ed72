// What the rules say to anything but a receipt: a registration, a birthday, a new tier, a return, a day, an event of
// another system. Only the member is known then, with a return the goods that came back too, and points are fixed.
import type { Basket, BudgetsLeft, Evaluation, MemberFacts } from './basket.ts';
import { chooseRules } from './choose-rules.ts';
import type { BookRule, CompiledBook } from './compile-book.ts';
import { settle } from './evaluate.ts';
import { newRun } from './evaluation-run.ts';
import { receiptFacts, triggerFacts } from './facts.ts';
import { givePoints } from './give-points.ts';
import type { Trigger } from './rule.ts';

export interface TriggerAsked {
  trigger: Exclude<Trigger, { on: 'receipt' }>;
  member: MemberFacts;
  /** Milliseconds. */
  at: number;
  /** Of the store where it happened, or of the programme. */
  storeTimeZone: string;
  /** The goods that came back, when it is a return. */
  returned?: Basket | undefined;
  budgets?: BudgetsLeft;
}

/** Evaluates the rules of a trigger; the answer has no discounts, and parts of points have no lines. */
export function evaluateTrigger(
  book: CompiledBook,
  { trigger, member, at, storeTimeZone, returned, budgets = {} }: TriggerAsked,
  { explain = false }: { explain?: boolean } = {},
): Evaluation {
  const eventName = trigger.on === 'event' ? trigger.name : null;
  const facts = returned
    ? receiptFacts(returned, member)
    : triggerFacts({ member, at, timeZone: storeTimeZone, eventName });
  const run = newRun({ book, facts, budgets, toPayMinor: 0, ofReceipt: false });
  chooseRules(
    run,
    book.triggered[trigger.on].filter((rule) => listensTo(rule, trigger)),
    explain,
  );
  givePoints(run);
  return settle(run);
}

function listensTo({ definition }: BookRule, trigger: TriggerAsked['trigger']): boolean {
  const own = definition.trigger;
  if (own.on === 'birthday') return trigger.on === 'birthday' && own.daysBefore === trigger.daysBefore;
  if (own.on === 'event') return trigger.on === 'event' && own.name === trigger.name;
  if (own.on === 'tier') return trigger.on === 'tier' && isWay(own.to, trigger.to);
  return own.on === trigger.on;
}

/** Whether a rule about changes `asked` (up when it does not say) listens to one that went `went`. */
function isWay(asked: TierWay = 'up', went: TierWay = 'up'): boolean {
  return asked === 'any' || asked === went;
}

type TierWay = Extract<Trigger, { on: 'tier' }>['to'];
