import { describe, expect, it } from 'vitest';
import type { MemberFacts } from '#src/core/rules/basket.ts';
import { evaluateTrigger } from '#src/core/rules/evaluate-trigger.ts';
import { aBook, aCurrency, aRule, someFacts, WEDNESDAY } from '#test/support/some-rules.ts';

const base = aRule('base', { effects: [{ kind: 'share', currency: 'points', shareBp: 'tier' }] });
const fixed = (id: string, points: number, more: Partial<Parameters<typeof aRule>[1]>) =>
  aRule(id, { effects: [{ kind: 'fixed', currency: 'points', points }], ...more });

describe('another trigger than a receipt', () => {
  const welcome = fixed('welcome', 50, { trigger: { on: 'registration' } });
  const birthday = fixed('birthday', 100, {
    trigger: { on: 'birthday', daysBefore: 3 },
    when: { field: 'member.tier', is: 'is', value: 'gold' },
  });
  const review = fixed('review', 10, {
    trigger: { on: 'event', name: 'review' },
    limits: { perMember: null, perMemberDay: 1 },
  });
  const book = aBook([base, welcome, birthday, review], {
    currencies: [aCurrency({ capReceipt: 1, capDay: 60 })],
  });
  const ask = (trigger: Parameters<typeof evaluateTrigger>[1]['trigger'], facts: Partial<MemberFacts> = {}) =>
    evaluateTrigger(book, { trigger, member: someFacts(facts), at: WEDNESDAY, storeTimeZone: 'Europe/Kyiv' });

  it('is answered by its own rules only', () => {
    expect(ask({ on: 'registration' }).awards).toMatchObject([
      { points: 50, parts: [{ ruleId: 'rul_welcome', lines: [] }] },
    ]);
    expect(ask({ on: 'daily' }).awards).toEqual([]);
    expect(ask({ on: 'birthday', daysBefore: 2 }, { tierKey: 'gold' }).awards).toEqual([]);
    expect(ask({ on: 'event', name: 'other' }).awards).toEqual([]);
    expect(book.needs.birthdayDaysBefore).toEqual([3]);
  });

  it('which is a tier counts upwards unless the rule says otherwise, also in rules from before it could', () => {
    const old = fixed('old', 20, { trigger: { on: 'tier' } });
    const { to: _, ...trigger } = { to: 'up', ...old.definition.trigger };
    const rules = [
      { ...old, definition: { ...old.definition, trigger } },
      fixed('down', 5, { trigger: { on: 'tier', to: 'down' } }),
      fixed('any', 1, { trigger: { on: 'tier', to: 'any' } }),
    ];
    const given = (to: 'up' | 'down') =>
      evaluateTrigger(aBook(rules), {
        trigger: { on: 'tier', to },
        member: someFacts(),
        at: WEDNESDAY,
        storeTimeZone: 'Europe/Kyiv',
      }).used.map(({ ruleId, points }) => [ruleId, points]);
    expect(Object.fromEntries(given('up'))).toEqual({ rul_old: 20, rul_any: 1 });
    expect(Object.fromEntries(given('down'))).toEqual({ rul_down: 5, rul_any: 1 });
  });

  it('has conditions, limits and the caps of a day', () => {
    expect(ask({ on: 'birthday', daysBefore: 3 }).used).toEqual([]);
    expect(ask({ on: 'birthday', daysBefore: 3 }, { tierKey: 'gold' }).trimmed).toMatchObject([
      { kind: 'day', given: 60 },
    ]);
    const used = { times: 1, timesToday: 1, points: 10, pointsToday: 10, lastAt: WEDNESDAY };
    expect(ask({ on: 'event', name: 'review' }, { ruleUse: { rul_review: used } }).used).toEqual([]);
  });
});
