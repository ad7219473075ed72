import i18next from 'i18next';
import { expect, it } from 'vitest';
import { auditDetail } from '#src/console/admin/audit-words.ts';
import en from '../../locales/en/console.json' with { type: 'json' };

const words = i18next.createInstance();
await words.init({
  lng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
});

it.each([
  [{ isOwner: true, mayIssue: false }, 'its own points: yes · gives: no'],
  [
    { scopes: ['points:issue', 'members:read'], dayCap: '100' },
    'scopes: Give points, Find members · points a day: 100',
  ],
  [
    { kind: 'receipts', new: 2, reason: 'not_applied' },
    'what: Receipts with lines · new: 2 · reason: did not work at the till',
  ],
  [{ scopes: [], storeId: null, currency: 'points', seldom: 'x' }, 'currency: points · seldom: x'],
])('when a log line tells %j, then people read "%s"', (detail, told) => {
  expect(auditDetail(detail, words.t)).toBe(told);
});
