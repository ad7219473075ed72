// A rule as plain sentences: first what it does and when, then what bounds it. Pure and light, so that the console can
// tell a rule while it is being built.
import type { Effect, RuleDefinition, Trigger } from './rule.ts';
import { type RuleTeller, tellDay, tellPoints, tellWeekday } from './rule-teller.ts';
import { readSegmentEvent } from './segment-event-name.ts';
import { tellCondition } from './tell-condition.ts';
import { tellEffect } from './tell-effect.ts';

/** The sentences, at least one; nothing in them is escaped. */
export function describeRule(rule: RuleDefinition, shop: RuleTeller): string[] {
  const teller = tellerFor(rule.trigger, shop);
  const { say } = teller;
  const head = tellTrigger(rule.trigger, teller);
  const effects = rule.effects.map((effect) => tellEffect(effect, teller)).join('; ');
  const first =
    rule.when === null
      ? say('sentence.plain', { head, effects })
      : say('sentence.conditional', { head, condition: tellCondition(rule.when, teller), effects });
  return [first, ...tellTimes(rule, teller), ...tellLimits(rule, teller)];
}

/** What is a receipt elsewhere is what came back in rules of returns; sentences that say it otherwise end in `_return`. */
export function tellerFor({ on }: Pick<Trigger, 'on'>, teller: RuleTeller): RuleTeller {
  if (on !== 'return') return teller;
  return { ...teller, say: (key, values) => teller.say(key, { ...values, context: 'return' }) };
}

const TIER_HEADS = { up: 'head.tier', down: 'head.tierDown', any: 'head.tierAny' };

function tellTrigger(trigger: Trigger, { say, names }: RuleTeller): string {
  if (trigger.on === 'event') {
    const segment = readSegmentEvent(trigger.name);
    const name = segment === null ? undefined : names.segments?.[segment.segmentId];
    if (segment !== null && name !== undefined) return say(`head.segment.${segment.way}`, { name });
    return say('head.event', { name: trigger.name });
  }
  if (trigger.on === 'birthday' && trigger.daysBefore > 0) {
    return say('head.birthdayBefore', { count: trigger.daysBefore });
  }
  if (trigger.on === 'tier') return say(TIER_HEADS[trigger.to ?? 'up']);
  return say(`head.${trigger.on}`);
}

function tellTimes(rule: RuleDefinition, teller: RuleTeller): string[] {
  const { say, language, timeZone } = teller;
  const day = (moment: string) => tellDay(new Date(moment), language, timeZone);
  const told: string[] = [];
  if (rule.validFrom !== null && rule.validUntil !== null) {
    told.push(say('limit.fromUntil', { from: day(rule.validFrom), until: lastDay(rule.validUntil, teller) }));
  } else if (rule.validFrom !== null) told.push(say('limit.from', { from: day(rule.validFrom) }));
  else if (rule.validUntil !== null)
    told.push(say('limit.until', { until: lastDay(rule.validUntil, teller) }));
  if (rule.hours.length > 0) {
    const hours = rule.hours.map(({ days, from, until }) =>
      from === until ? tellDays(days, teller) : `${tellDays(days, teller)} ${from}–${until}`,
    );
    const areDays = rule.hours.every(({ from, until }) => from === until);
    told.push(say(areDays ? 'limit.days' : 'limit.hours', { hours: hours.join('; ') }));
  }
  return told;
}

/** A rule that ends at midnight ends with the day before. */
function lastDay(until: string, { language, timeZone }: RuleTeller): string {
  return tellDay(new Date(Date.parse(until) - 1), language, timeZone);
}

function tellDays(days: number[], { say, language }: RuleTeller): string {
  if (days.length === 7) return say('limit.everyDay');
  const sorted = days.toSorted((a, b) => a - b);
  const [first = 1] = sorted;
  const last = sorted.at(-1) ?? first;
  const short = (day: number) => tellWeekday(day, language, 'short');
  const inRow = sorted.length > 2 && last - first === sorted.length - 1;
  return inRow ? `${short(first)}–${short(last)}` : sorted.map(short).join(', ');
}

function tellLimits(rule: RuleDefinition, teller: RuleTeller): string[] {
  const { say } = teller;
  const { limits, caps } = rule;
  const earning = rule.effects.find((effect) => 'currency' in effect);
  const currency = earning && 'currency' in earning ? earning.currency : 'points';
  const told: (string | null)[] = [
    count('cooldown', rule.cooldownHours),
    count('perMember', limits.perMember),
    count('perMemberDay', limits.perMemberDay),
    points('capReceipt', caps.receipt),
    points('capMemberDay', caps.memberDay),
    points('capMember', caps.member),
    tellBudget(rule, teller),
    rule.group === null ? null : say('limit.group', { group: rule.group }),
    rule.exclusive ? say('limit.exclusive') : null,
  ];
  return told.filter((sentence) => sentence !== null);

  function count(key: string, value: number | null): string | null {
    return value === null ? null : say(`limit.${key}`, { count: value });
  }
  function points(key: string, value: number | null): string | null {
    return value === null ? null : say(`limit.${key}`, { points: tellPoints(value, currency, teller) });
  }
}

/** In the words of what it is spent on: stamps and free pieces, or discounts, count in points there. */
function tellBudget({ budget, effects }: RuleDefinition, teller: RuleTeller): string | null {
  if (budget === null) return null;
  const has = (kinds: Effect['kind'][]) => effects.some(({ kind }) => kinds.includes(kind));
  const inPoints = { points: tellPoints(budget, 'points', teller) };
  if (has(['stamp'])) return teller.say('limit.budgetStamps', inPoints);
  if (has(['discountShare', 'discountSum'])) return teller.say('limit.budgetDiscounts', inPoints);
  const earning = effects.find((effect) => 'currency' in effect);
  const currency = earning?.currency ?? 'points';
  return teller.say('limit.budget', { points: tellPoints(budget, currency, teller) });
}
