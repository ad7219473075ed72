// All live rules together with what they need to know of currencies and tiers, ready to be asked. A rule is compiled
// once for each of its versions: a new book takes over what the last one made.
import type { CurrencyTerms } from './basket.ts';
import { type CompiledEffect, type CompiledRule, compileRule } from './compile-rule.ts';
import type { Condition, Period } from './condition.ts';
import { type LotSchedule, scheduleOf } from './lot-schedule.ts';
import { daysOf } from './read-field.ts';
import type { Rule, Trigger } from './rule.ts';

/** More receipts than anybody has in a period: who asks about so many asks about all. */
const ALL_FROM = 10_000;

/** An effect with its place in the book: -1 where it gives no points. */
export interface BookEffect extends CompiledEffect {
  /** Index in `currencies`. */
  currencyAt: number;
  /** Index in `schedules`. */
  scheduleAt: number;
}

export interface BookRule extends Omit<CompiledRule, 'effects'> {
  effects: BookEffect[];
}

export interface CompiledBook {
  /** Rules of receipts: the highest priority first, among equals the older. */
  rules: BookRule[];
  /** Rules of everything else by its trigger, in the same order. */
  triggered: Record<Exclude<Trigger['on'], 'receipt'>, BookRule[]>;
  currencies: CurrencyTerms[];
  schedules: LotSchedule[];
  /** Basis points of what was paid that a tier earns. */
  earnBp: Record<string, number>;
  pointValueMinor: number;
  /** Of the programme: months of expiry are counted in it. */
  timeZone: string;
  /** What the caller has to look up for the facts. */
  needs: {
    /** Days of past receipts; 0 when no rule asks. */
    recentDays: number;
    /** Of those days, how many receipts, the newest ones, are enough to answer; Infinity: all of them. */
    recentMost: number;
    /** Days before a birthday on which a rule is triggered. */
    birthdayDaysBefore: number[];
  };
}

export interface BookParts {
  rules: readonly Rule[];
  currencies: readonly CurrencyTerms[];
  tiers: readonly { tierKey: string; earnBp: number }[];
  pointValueMinor: number | bigint;
  timeZone: string;
}

/** What was compiled lately, by rule and version; a draft that changes keeps its version, hence the text. */
const compiled = new Map<string, { text: string; rule: CompiledRule }>();
const MOST_COMPILED = 2_000;

/** Makes the book. Effects in a currency that is not among `currencies` give nothing. */
export function compileBook({
  rules,
  currencies,
  tiers,
  pointValueMinor,
  timeZone,
}: BookParts): CompiledBook {
  const schedules: LotSchedule[] = [];
  const known = new Map<string, number>();
  const bind = (effect: CompiledEffect): BookEffect => {
    const currencyAt = currencies.findIndex(({ currency }) => currency === effect.currency);
    const terms = currencies[currencyAt];
    if (!terms) return { ...effect, currencyAt, scheduleAt: -1 };
    const schedule = scheduleOf(terms, effect.terms);
    const key = JSON.stringify(schedule);
    const scheduleAt = known.get(key) ?? schedules.push(schedule) - 1;
    known.set(key, scheduleAt);
    return { ...effect, currencyAt, scheduleAt };
  };
  const book: CompiledBook = {
    rules: [],
    triggered: { return: [], registration: [], birthday: [], tier: [], event: [], daily: [] },
    currencies: [...currencies],
    schedules,
    earnBp: Object.fromEntries(tiers.map(({ tierKey, earnBp }) => [tierKey, earnBp])),
    pointValueMinor: Number(pointValueMinor),
    timeZone,
    needs: { recentDays: 0, recentMost: 0, birthdayDaysBefore: [] },
  };
  const inOrder = rules.toSorted(
    (a, b) => b.definition.priority - a.definition.priority || (a.ruleId < b.ruleId ? -1 : 1),
  );
  const birthdays = new Set<number>();
  for (const rule of inOrder) {
    const { trigger, when } = rule.definition;
    const ready = compileOnce(rule);
    const bound = { ...ready, effects: ready.effects.map(bind).filter(canGive) };
    (trigger.on === 'receipt' ? book.rules : book.triggered[trigger.on]).push(bound);
    if (trigger.on === 'birthday') birthdays.add(trigger.daysBefore);
    for (const asked of when ? periodsOf(when) : []) {
      book.needs.recentDays = Math.max(book.needs.recentDays, daysOf(asked.period));
      book.needs.recentMost = Math.max(book.needs.recentMost, enoughFor(asked));
    }
  }
  book.needs.birthdayDaysBefore = [...birthdays].sort((a, b) => a - b);
  return book;
}

function canGive({ currency, currencyAt }: BookEffect): boolean {
  return currency === null || currencyAt >= 0;
}

function compileOnce(rule: Rule): CompiledRule {
  const key = `${rule.ruleId}:${rule.version}`;
  const text = JSON.stringify([rule.name, rule.names, rule.definition]);
  const found = compiled.get(key);
  if (found?.text === text) return found.rule;
  const made = { text, rule: compileRule(rule) };
  const [oldest] = compiled.keys();
  if (compiled.size >= MOST_COMPILED && oldest !== undefined) compiled.delete(oldest);
  compiled.set(key, made);
  return made.rule;
}

type Periodic = Extract<Condition, { field: string }> & { period: Period };

/** Where a condition looks back on a period. */
function periodsOf(condition: Condition): Periodic[] {
  if ('all' in condition) return condition.all.flatMap(periodsOf);
  if ('any' in condition) return condition.any.flatMap(periodsOf);
  if ('not' in condition) return periodsOf(condition.not);
  return 'field' in condition && condition.period ? [{ ...condition, period: condition.period }] : [];
}

/** One more than a number of receipts is compared with tells the answer; a sum is of all of them. */
function enoughFor({ field, value }: Periodic): number {
  return field === 'member.receipts' && typeof value === 'number' && value < ALL_FROM
    ? Math.max(0, value) + 1
    : Number.POSITIVE_INFINITY;
}
