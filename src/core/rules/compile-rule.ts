// A version of a rule as the evaluation needs it: conditions as closures, limits as plain numbers. Made once for each
// version, whatever book it stands in.
import type { RuleId } from '#src/lib/id.ts';
import { compileCondition, compileLineCondition, type LineTest, type Test } from './compile-condition.ts';
import type { Effect, LotTerms, Rule, RuleDefinition, Text } from './rule.ts';
import { type CompiledHours, compileHours } from './valid-hours.ts';

const HOUR_MS = 3_600_000;
const MORE: ReadonlySet<Effect['kind']> = new Set(['discountShare', 'discountSum', 'gift']);

/** Every effect in one shape; what a kind does not have is 0 or null. */
export interface CompiledEffect {
  index: number;
  kind: Effect['kind'];
  /** Whether it is about lines: without one that counts it does nothing. */
  ofLines: boolean;
  /** null where the effect gives no points. */
  currency: string | null;
  terms: LotTerms | null;
  /** null: every line that counts. */
  where: LineTest | null;
  points: number;
  perMinor: number;
  shareBp: number;
  /** The share is that of the member's tier. */
  ofTier: boolean;
  times: number;
  need: number;
  amountMinor: number;
  onReceipt: boolean;
  text: Text | null;
  event: string | null;
}

export interface CompiledRule {
  ruleId: RuleId;
  version: number;
  name: string;
  names: Text | undefined;
  definition: RuleDefinition;
  priority: number;
  group: string | null;
  exclusive: boolean;
  /** Milliseconds; endless when not set. */
  from: number;
  until: number;
  hours: CompiledHours[] | null;
  when: Test | null;
  effects: CompiledEffect[];
  /** Whether it gives anything of worth but points and stamps. */
  givesMore: boolean;
  /** Whether any of what follows is set. */
  limited: boolean;
  cooldownMs: number;
  /** Infinity when not set. */
  perMember: number;
  perMemberDay: number;
  capReceipt: number;
  capMemberDay: number;
  capMember: number;
  budget: number;
}

export function compileRule({ ruleId, version, name, names, definition }: Rule): CompiledRule {
  const { limits, caps, when } = definition;
  const endless = (limit: number | null) => limit ?? Number.POSITIVE_INFINITY;
  const bounds = [limits.perMember, limits.perMemberDay, caps.receipt, caps.memberDay, caps.member];
  return {
    ruleId,
    version,
    name,
    names,
    definition,
    priority: definition.priority,
    group: definition.group,
    exclusive: definition.exclusive,
    from: definition.validFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(definition.validFrom),
    until: definition.validUntil === null ? Number.POSITIVE_INFINITY : Date.parse(definition.validUntil),
    hours: compileHours(definition.hours),
    when: when === null ? null : compileCondition(when),
    effects: definition.effects.map(compileEffect),
    givesMore: definition.effects.some(({ kind }) => MORE.has(kind)),
    limited: [...bounds, definition.cooldownHours, definition.budget].some((bound) => bound !== null),
    cooldownMs: (definition.cooldownHours ?? 0) * HOUR_MS,
    perMember: endless(limits.perMember),
    perMemberDay: endless(limits.perMemberDay),
    capReceipt: endless(caps.receipt),
    capMemberDay: endless(caps.memberDay),
    capMember: endless(caps.member),
    budget: endless(definition.budget),
  };
}

function compileEffect(effect: Effect, index: number): CompiledEffect {
  const where = 'where' in effect && effect.where ? compileLineCondition(effect.where) : null;
  return {
    index,
    kind: effect.kind,
    ofLines: effect.kind !== 'gift' && effect.kind !== 'message' && effect.kind !== 'event',
    currency: 'currency' in effect ? effect.currency : null,
    terms: 'terms' in effect ? (effect.terms ?? null) : null,
    where,
    points: 'points' in effect ? effect.points : 0,
    perMinor: 'perMinor' in effect ? effect.perMinor : 0,
    shareBp: 'shareBp' in effect && effect.shareBp !== 'tier' ? effect.shareBp : 0,
    ofTier: 'shareBp' in effect && effect.shareBp === 'tier',
    times: 'times' in effect ? effect.times : 0,
    need: 'need' in effect ? effect.need : 0,
    amountMinor: 'amountMinor' in effect ? effect.amountMinor : 0,
    onReceipt: 'on' in effect && effect.on === 'receipt',
    text: effect.kind === 'gift' ? effect.name : effect.kind === 'message' ? effect.text : null,
    event: effect.kind === 'event' ? effect.name : null,
  };
}
