import { expect, test } from 'vitest';
import { entryKind } from '#bots/dialogue/entry-kind.ts';
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';
import { botSentence } from '#src/lib/i18n.ts';
import { LANGUAGES } from '#src/lib/language.ts';

const row = (fields: Partial<TransferRow>): TransferRow =>
  ({ kind: 'earn', amount: 1n, reason: null, reverses: null, ...fields }) as TransferRow;

test.each([
  ['points ran out of time', { kind: 'expire', amount: -1n, reason: { why: 'date' } }, 'expire'],
  ['nothing was bought for long', { kind: 'expire', amount: -1n, reason: { why: 'inactivity' } }, 'inactive'],
  [
    'something was bought in time after all',
    { kind: 'reverse', reverses: 'trf_1', reason: { why: 'bought in time' } },
    'revived',
  ],
  [
    'goods of points that came back in time had been returned',
    { kind: 'reverse', amount: -1n, reverses: 'trf_1', reason: { why: 'returned meanwhile' } },
    'returnedMeanwhile',
  ],
  [
    'an adjustment is reversed',
    { kind: 'reverse', reason: { adjustmentId: 'adj_1', why: 'apology' } },
    'unadjust',
  ],
  ['an accepted gift is reversed', { kind: 'reverse', reason: { giftId: 'gft_1' } }, 'ungift'],
  ['something else is reversed', { kind: 'reverse', reason: null }, 'reverse'],
  ['points come from another card', { kind: 'move', reason: { why: 'merge' } }, 'move'],
  ['points go to another card', { kind: 'move', amount: -1n, reason: { why: 'merge' } }, 'moveOut'],
  ['a debt comes along', { kind: 'move', amount: -1n, reason: { why: 'merge', debt: true } }, 'debtIn'],
  ['a debt leaves', { kind: 'move', reason: { why: 'merge', debt: true } }, 'debtOut'],
  ['a merge is undone', { kind: 'move', amount: -1n, reason: { why: 'merge undone' } }, 'part'],
  ['a gift is given', { kind: 'gift', amount: -1n, reason: { giftId: 'gft_1' } }, 'giftOut'],
  ['a gift is accepted', { kind: 'gift', reason: { giftId: 'gft_1' } }, 'giftIn'],
  ['nobody took a gift', { kind: 'gift', reverses: 'trf_1', reason: { returned: true } }, 'giftBack'],
  ['the giver took it back', { kind: 'gift', reverses: 'trf_1', reason: { cancelled: true } }, 'giftTaken'],
] as const)('when %s, then the entry is told as what it is', (_, fields, kind) => {
  expect(entryKind(row(fields as Partial<TransferRow>))).toBe(kind);
  for (const language of LANGUAGES)
    expect(botSentence(language, `history.kinds.${kind}`)).not.toContain('history.');
});
