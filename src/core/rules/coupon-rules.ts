// Rules that are no part of the book but of whoever holds a coupon: they are asked together with the book, in its order,
// so that caps, exclusions by law and explanations are the same for both.
import { type BookParts, type BookRule, type CompiledBook, compileBook } from './compile-book.ts';
import type { Condition } from './condition.ts';
import { type FactsNeeded, factsNeeded } from './facts-needed.ts';
import type { LotSchedule } from './lot-schedule.ts';
import type { Rule, RuleDefinition } from './rule.ts';

export interface CouponRules {
  /** What has to be looked up before any of them can be asked. */
  needs: FactsNeeded;
  /** `book` with the rules of these keys among its own. A key that is not known adds nothing. */
  join: (book: CompiledBook, keys: readonly string[]) => CompiledBook;
  /** The rules of these keys alone, under the terms of `book`. */
  only: (book: CompiledBook, keys: readonly string[]) => CompiledBook;
  /** The rule of a key, bound to nothing: for its conditions. */
  find: (key: string) => BookRule | undefined;
}

/** `off_…:3`: what a coupon names. */
export function couponRuleKey({ ruleId, version }: Pick<Rule, 'ruleId' | 'version'>): string {
  return `${ruleId}:${version}`;
}

interface Bound {
  schedules: LotSchedule[];
  rules: ReadonlyMap<string, BookRule>;
}

/**
 * Compiled once; bound to each book that is asked with them once. `audiences`: conditions about the member that are asked
 * besides, so that what they look at is looked up too.
 */
export function couponRules(
  rules: readonly Rule[],
  parts: Omit<BookParts, 'rules'>,
  audiences: readonly Condition[] = [],
): CouponRules {
  const own = compileBook({ ...parts, rules });
  const asked = compileBook({ ...parts, rules: [...rules, ...audiences.map(asRule)] });
  const known = new WeakMap<CompiledBook, Bound>();
  const boundTo = (book: CompiledBook): Bound => {
    const found = known.get(book);
    if (found) return found;
    const made = bind(book, rules);
    known.set(book, made);
    return made;
  };
  const byKey = new Map(own.rules.map((rule) => [couponRuleKey(rule), rule]));
  return {
    needs: factsNeeded(asked),
    find: (key) => byKey.get(key),
    join(book, keys) {
      const { schedules, rules: bound } = boundTo(book);
      const extra = keys.flatMap((key) => bound.get(key) ?? []);
      if (extra.length === 0) return book;
      return { ...book, rules: [...book.rules, ...extra].sort(inOrder), schedules };
    },
    only(book, keys) {
      const { schedules, rules: bound } = boundTo(book);
      return { ...book, rules: keys.flatMap((key) => bound.get(key) ?? []).sort(inOrder), schedules };
    },
  };
}

function asRule(when: Condition, place: number): Rule {
  const definition: RuleDefinition = {
    trigger: { on: 'receipt' },
    when,
    effects: [],
    priority: 0,
    group: null,
    exclusive: false,
    validFrom: null,
    validUntil: null,
    hours: [],
    cooldownHours: null,
    limits: { perMember: null, perMemberDay: null },
    caps: { receipt: null, memberDay: null, member: null },
    budget: null,
  };
  return { ruleId: `off_audience_${place}`, version: 0, name: '', definition };
}

function inOrder(a: BookRule, b: BookRule): number {
  return b.priority - a.priority || (a.ruleId < b.ruleId ? -1 : 1);
}

function bind(book: CompiledBook, rules: readonly Rule[]): Bound {
  const { currencies, pointValueMinor, timeZone } = book;
  const extra = compileBook({ rules, currencies, tiers: [], pointValueMinor, timeZone });
  // Their schedules stand behind the book's own, where its rules do not look.
  const shift = book.schedules.length;
  const moved = extra.rules.map((rule) => ({
    ...rule,
    effects: rule.effects.map((effect) =>
      effect.scheduleAt < 0 ? effect : { ...effect, scheduleAt: effect.scheduleAt + shift },
    ),
  }));
  return {
    schedules: [...book.schedules, ...extra.schedules],
    rules: new Map(moved.map((rule) => [couponRuleKey(rule), rule])),
  };
}
