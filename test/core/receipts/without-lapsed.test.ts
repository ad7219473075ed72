import { expect, test } from 'vitest';
import { withoutLapsed } from '#src/core/receipts/without-lapsed.ts';
import type { Award, Evaluation, Part } from '#src/core/rules/basket.ts';
import type { RuleId } from '#src/lib/id.ts';
import { NOON } from '#test/support/a-shop.ts';

const RULE: RuleId = 'rul_00000000000000000001';
const OTHER: RuleId = 'rul_00000000000000000002';

const part = (ruleId: RuleId, currency: string, points: number): Part => ({
  ruleId,
  version: 1,
  name: '',
  effect: 0,
  currency,
  points,
  wanted: points,
  lines: [],
  left: [],
});
const award = (expiresInMs: number | null, parts: Part[]): Award => ({
  currency: parts[0]?.currency ?? '',
  points: parts.reduce((sum, each) => sum + each.points, 0),
  activeAt: 0,
  waitsFor: null,
  expiresAt: expiresInMs === null ? null : NOON.getTime() + expiresInMs,
  parts,
});

test('when one of the two currencies of a rule is over, then only its points are taken off what the rule has spent', () => {
  const over = award(0, [part(RULE, 'beans', 30), part(OTHER, 'beans', 4)]);
  const alive = award(1, [part(RULE, 'points', 7)]);
  const evaluation: Evaluation = {
    awards: [over, alive],
    discounts: [],
    offReceipt: [],
    toPayMinor: 0,
    gifts: [],
    messages: [],
    events: [],
    used: [
      { ruleId: RULE, points: 37, hasBudget: true },
      { ruleId: OTHER, points: 4, hasBudget: true },
    ],
    notApplied: [],
    trimmed: [],
  };
  const left = withoutLapsed(evaluation, NOON);
  expect(left.awards).toEqual([alive]);
  expect(left.used).toEqual([
    { ruleId: RULE, points: 7, hasBudget: true },
    { ruleId: OTHER, points: 0, hasBudget: true },
  ]);
});
