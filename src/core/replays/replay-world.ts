// One set of rules living through the receipts of a replay: what it has given to each member so far bounds what it
// gives next.
import { dayOf, toLocal } from '#src/lib/zoned.ts';
import type { Basket, BudgetsLeft, Evaluation, MemberFacts, RuleUse } from '../rules/basket.ts';
import { takenOfBudgets } from '../rules/charge-budget.ts';
import type { CompiledBook } from '../rules/compile-book.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import { factsNeeded } from '../rules/facts-needed.ts';

/** What was given to a member. */
interface Given {
  day: number;
  ruleUse: Record<string, RuleUse>;
  earnedToday: Record<string, number>;
  /** Of currencies other than points, as the replay knows them: from nothing on. */
  balances: Record<string, number>;
}

export interface World {
  book: CompiledBook;
  /** Whether what it gave before matters for what it gives. */
  remembers: boolean;
  /** By the number of the member. */
  given: (Given | undefined)[];
  budgets: BudgetsLeft;
}

/** A new world. `budgets`: points left of rules; one that is not there has no end. */
export function newWorld(book: CompiledBook, budgets: BudgetsLeft = {}): World {
  const { counted, balances, totals } = factsNeeded(book);
  const capped = book.currencies.some(({ capDay }) => capDay !== null);
  return { book, budgets, given: [], remembers: counted.size > 0 || balances.length > 0 || totals || capped };
}

/** What the receipt brings in this world, which remembers it. `facts` are those that every world shares. */
export function live(world: World, member: number, basket: Basket, facts: MemberFacts): Evaluation {
  const { book, budgets, remembers } = world;
  if (!remembers) return evaluateReceipt(book, { basket, member: facts, budgets });
  const given = givenTo(world, member, dayOf(toLocal(basket.occurredAt, book.timeZone)));
  const balances = { ...given.balances, ...facts.balances };
  const own = {
    ...facts,
    balances,
    totals: balances,
    earnedToday: given.earnedToday,
    ruleUse: given.ruleUse,
  };
  const evaluation = evaluateReceipt(book, { basket, member: own, budgets });
  remember(given, evaluation, basket.occurredAt);
  for (const { ruleId, points } of takenOfBudgets(evaluation)) {
    const left = budgets[ruleId];
    if (left !== undefined) budgets[ruleId] = left - points;
  }
  return evaluation;
}

/** `other` goes on from where `world` has come with this member. */
export function part(world: World, other: World, member: number): void {
  const given = world.given[member];
  if (given) other.given[member] = structuredClone(given);
}

function givenTo(world: World, member: number, day: number): Given {
  const given = world.given[member];
  if (!given) {
    const fresh = { day, ruleUse: {}, earnedToday: {}, balances: {} };
    world.given[member] = fresh;
    return fresh;
  }
  if (given.day !== day) {
    given.day = day;
    given.earnedToday = {};
    for (const use of Object.values(given.ruleUse)) {
      use.timesToday = 0;
      use.pointsToday = 0;
    }
  }
  return given;
}

function remember({ ruleUse, earnedToday, balances }: Given, { awards, used }: Evaluation, at: number): void {
  for (const { ruleId, points } of used) {
    const use = ruleUse[ruleId] ?? { times: 0, timesToday: 0, points: 0, pointsToday: 0, lastAt: null };
    ruleUse[ruleId] = use;
    use.times++;
    use.timesToday++;
    use.points += points;
    use.pointsToday += points;
    use.lastAt = at;
  }
  for (const { currency, points } of awards) {
    if (points > 0) earnedToday[currency] = (earnedToday[currency] ?? 0) + points;
    balances[currency] = (balances[currency] ?? 0) + points;
  }
}
