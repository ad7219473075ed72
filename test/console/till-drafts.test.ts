import { describe, expect, it } from 'vitest';
import { writeCsv } from '#src/console/parts/write-csv.ts';
import { hasTypo, maskOf } from '#src/console/till/offline/kept-receipt.ts';
import { nextQuantity, readReturn } from '#src/console/till/return-draft.ts';
import { roundingBurn } from '#src/console/till/sale-input.ts';
import type { FoundReceipt } from '#src/contract/till-returns.ts';

const line = { lineNo: 1, name: 'Хліб', quantityMilli: 3_000, returnedMilli: 1_000, amountMinor: 90_00 };
const receipt: FoundReceipt = {
  receiptId: 'rcp_1',
  storeId: 'str_1',
  externalId: 'x',
  receiptNumber: '1',
  occurredAt: '2026-03-02T10:00:00Z',
  shownName: 'Олена К.',
  state: 'partly_returned',
  amountMinor: 90_00,
  returnedMinor: 30_00,
  earned: 4,
  burnt: 0,
  lines: [line],
};
const draft = { all: false, lines: {}, sum: '' };

describe('points that round a sum', () => {
  it.each([
    [862_40, 300, 100, 2],
    [867_00, 300, 100, 7],
    [860_00, 300, 100, null],
    [860_40, 300, 100, null],
    [867_00, 6, 100, null],
    [862_40, 300, 10, 24],
  ])(
    'when %i is to pay and %i may be burnt at %i each, then %s',
    (amountMinor, most, pointValueMinor, burn) => {
      expect(roundingBurn({ amountMinor, most, pointValueMinor })).toBe(burn);
    },
  );
});

describe('what comes back', () => {
  it('when lines are chosen, then those that come back are sent, and nothing is nothing', () => {
    expect(readReturn(draft, receipt)).toBeNull();
    expect(readReturn({ ...draft, lines: { 1: 0 } }, receipt)).toBeNull();
    expect(readReturn({ ...draft, lines: { 1: 1_000 } }, receipt)).toEqual({
      lines: [{ lineNo: 1, quantityMilli: 1_000 }],
    });
    expect(readReturn({ ...draft, all: true, lines: { 1: 1_000 } }, receipt)).toEqual({ all: true });
  });

  it('when a sum is typed, then it may be as much as is left', () => {
    const plain = { ...receipt, lines: [] };
    expect(readReturn({ ...draft, sum: '60,00' }, plain)).toEqual({ amountMinor: 60_00 });
    expect(readReturn({ ...draft, sum: '60,01' }, plain)).toBeNull();
    expect(readReturn({ ...draft, sum: 'усе' }, plain)).toBeNull();
  });

  it('when a line goes up and down, then by the piece, and weighed goods at once', () => {
    expect(nextQuantity(line, { chosen: 1_000, by: 1 })).toBe(2_000);
    expect(nextQuantity(line, { chosen: 2_000, by: 1 })).toBe(2_000);
    expect(nextQuantity(line, { chosen: 0, by: -1 })).toBe(0);
    const weighed = { ...line, quantityMilli: 734, returnedMilli: 0 };
    expect(nextQuantity(weighed, { chosen: 0, by: 1 })).toBe(734);
  });
});

describe('a card without a network', () => {
  it('when its number has a wrong check digit, then it is a slip of the finger; other shops’ numbers are not judged', () => {
    expect(hasTypo('2901234567896')).toBe(false);
    expect(hasTypo('29 0123 4567 897')).toBe(true);
    expect(hasTypo('4400123456')).toBe(false);
  });

  it('when it is shown, then by its last digits, and a phone not at all', () => {
    expect(maskOf('29 0123 4567 896')).toBe('··7896');
    for (const phone of ['067 111 22 33', '+380671112233', '380671112233']) expect(maskOf(phone)).toBe('');
  });
});

describe('a table for a spreadsheet', () => {
  it('when a cell looks like a formula, then it stays text; quotes and semicolons are kept', () => {
    const text = writeCsv([
      ['=HYPERLINK("x")', 'a;b', 12.5],
      ['@x', '-1', -1],
      ['\uff1d1+1', '', 0],
    ]);
    expect(text).toBe(`\ufeff"'=HYPERLINK(""x"")";"a;b";12,5\r\n'@x;'-1;-1\r\n'\uff1d1+1;;0\r\n`);
  });
});
