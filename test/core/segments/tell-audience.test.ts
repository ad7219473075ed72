import { expect, test } from 'vitest';
import { FIELDS } from '#src/core/rules/fields.ts';
import { checkAudience } from '#src/core/segments/check-audience.ts';
import { tellAudience } from '#src/core/segments/tell-audience.ts';
import { LANGUAGES } from '#src/lib/language.ts';

const VALUES: Record<string, string | number | boolean | string[]> = {
  boolean: false,
  text: 'a',
  choice: ['a'],
  share: 10,
};

test.each(LANGUAGES)(
  'an audience has words for every field of a member, and for what was bought: %s',
  (language) => {
    const fields = Object.entries(FIELDS).flatMap(([field, { scope, type, ...more }]) => {
      if (scope !== 'member' && scope !== 'audience') return [];
      const value = 'values' in more ? [...more.values].slice(0, 8) : (VALUES[type] ?? 1);
      const is = type === 'choice' ? 'in' : type === 'share' ? 'lessThan' : 'is';
      return [{ field, is, value, ...('period' in more && { period: { months: 2 } }) }];
    });
    const bought = ['receipts', 'days', 'spent', 'pieces', 'lines'].map((history) => ({
      history,
      period: { days: 90 },
      receipt: null,
      line: { field: 'line.category', is: 'in', value: ['coffee'] },
      is: 'atLeast',
      value: 2,
    }));
    const condition = checkAudience({ all: [{ all: fields }, { not: { any: bought } }] }, 'condition');
    const told = tellAudience(condition, { language, timeZone: 'Europe/Kyiv', names: {} });
    // A key that has no sentence would be shown as it is.
    expect(told).not.toMatch(
      /(fields|audience|history|goods|compare|join|period|unit|values)\.\w|\{\{|undefined|NaN/,
    );
  },
);

test('a value that no member can have is refused with those that there are', () => {
  const where = { not: { field: 'member.lifeCycle', is: 'in', value: ['new', 'gone'] } };
  expect(() => checkAudience(where, 'where')).toThrow(
    expect.objectContaining({
      code: 'rule_not_valid',
      details: expect.objectContaining({ path: 'where.not.value' }),
    }),
  );
});
