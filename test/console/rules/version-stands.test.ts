// What the console says of versions while one still works and the next is on its way.
import { expect, it } from 'vitest';
import { howStands, takesOverAt, worksNow } from '#src/console/marketing/rules/version-stands.ts';
import type { RuleVersion } from '#src/contract/rule-shapes.ts';

const THURSDAY = '2026-03-05T10:00:00Z';
const FRIDAY = '2026-03-06T10:00:00Z';
const MONDAY = '2026-03-09T10:00:00Z';
const NOW = Date.parse('2026-03-07T10:00:00Z');
const version = (liveFrom: string | null, liveUntil: string | null, validFrom: string | null = null) =>
  ({ liveFrom, liveUntil, definition: { validFrom, validUntil: null } }) as RuleVersion;

it.each([
  ['works and will go on', null, null, 'live'],
  ['works since Thursday', THURSDAY, null, 'live'],
  ['works until Monday', THURSDAY, MONDAY, 'lastDays'],
  ['begins on Monday', MONDAY, null, 'ahead'],
  ['worked until Friday', THURSDAY, FRIDAY, 'over'],
  ['was to begin on Monday and was replaced', MONDAY, MONDAY, 'never'],
] as const)('a version that %s is told so', (_, liveFrom, liveUntil, stands) => {
  expect(howStands(version(liveFrom, liveUntil), NOW)).toBe(stands);
});

it('when a live rule begins to be another on Monday, then that is told, and of no other rule', () => {
  expect(takesOverAt({ status: 'live', liveFrom: MONDAY }, NOW)).toBe(MONDAY);
  expect(takesOverAt({ status: 'live', liveFrom: FRIDAY }, NOW)).toBeNull();
  expect(takesOverAt({ status: 'paused', liveFrom: MONDAY }, NOW)).toBeNull();
});

it('when the version in force waits for its own dates, then nothing works until a change begins', () => {
  expect(worksNow({ versions: [version(THURSDAY, null)] }, NOW)).toBe(true);
  expect(worksNow({ versions: [version(THURSDAY, null, MONDAY)] }, NOW)).toBe(false);
  expect(worksNow({ versions: [version(THURSDAY, FRIDAY)] }, NOW)).toBe(false);
});
