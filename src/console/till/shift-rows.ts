import { useTranslation } from 'react-i18next';
import type { ShiftReport } from '#src/contract/till-shift.ts';
import { useFormats } from '../parts/formats.ts';

export interface ShiftRows {
  head: string[];
  /** For the eye, narrow enough for a phone: time, what and whose, sum, points given and taken. */
  shown: { key: string; cells: string[] }[];
  /** For a spreadsheet: the same with plain numbers. */
  file: (string | number)[][];
}

/** The operations of a shift as a table. */
export function useShiftRows({ operations }: ShiftReport): ShiftRows {
  const { t } = useTranslation();
  const format = useFormats();
  const columns = ['at', 'kind', 'number', 'sum', 'plus', 'minus', 'who'] as const;
  const head = columns.map((column) => t(`till.shift.columns.${column}`));
  const table = operations.map((each) => {
    const words = [t(`till.shift.kind.${each.kind}`), each.receiptNumber] as const;
    const hasSum = each.amountMinor > 0;
    return {
      shown: {
        key: `${each.at} ${each.kind} ${each.receiptNumber}`,
        cells: [
          format.time(each.at),
          [...words, each.shownName].filter(Boolean).join(' '),
          hasSum ? format.money(each.amountMinor) : '',
          format.signed(each.earned),
          format.signed(-each.burnt),
        ],
      },
      file: [
        format.moment(each.at),
        ...words,
        each.amountMinor / 100,
        each.earned,
        each.burnt,
        each.shownName,
      ],
    };
  });
  const narrow = (['at', 'kind', 'sum', 'plus', 'minus'] as const).map((column) =>
    t(`till.shift.columns.${column}`),
  );
  return {
    head: narrow,
    shown: table.map(({ shown }) => shown),
    file: [head, ...table.map(({ file }) => file)],
  };
}
