// A campaign's versions as the spreadsheet that readMatrix reads: to be filled in, or to be changed and brought back.
import { BYTE_ORDER_MARK, csvRow } from '#src/lib/csv.ts';
import type { Language } from '#src/lib/language.ts';
import type { Condition } from '../../rules/condition.ts';
import { tierName } from '../../stores/tier-name.ts';
import type { CampaignContent } from '../campaign-content.ts';
import { COLUMN_NAMES, MATRIX_COLUMNS, type MatrixColumn } from './matrix-columns.ts';
import type { MatrixKnown } from './read-matrix.ts';

/** Semicolons: what a spreadsheet in Ukrainian opens without asking. */
const FORM = { delimiter: ';' } as const;

export function writeMatrix(
  { blocks }: CampaignContent,
  { language, segments }: { language: Language } & Pick<MatrixKnown, 'segments'>,
): string {
  const names = COLUMN_NAMES[language];
  const rows = blocks.flatMap(({ name, versions }) =>
    versions.map(({ when, variant, texts }) => {
      const cells: Partial<Record<MatrixColumn, string>> = { block: name, variant: variant ?? '', ...texts };
      for (const part of partsOf(when)) {
        const [column, value] = cellOf(part, { language, segments });
        if (column === 'condition' || cells[column] !== undefined) cells.condition = JSON.stringify(when);
        else cells[column] = value;
      }
      // What one column cannot say is said as a whole by one.
      if (cells.condition)
        for (const column of ['segment', 'tier', 'rfm', 'lifeCycle'] as const) delete cells[column];
      return csvRow(
        MATRIX_COLUMNS.map((column) => cells[column] ?? ''),
        FORM,
      );
    }),
  );
  return [
    BYTE_ORDER_MARK,
    csvRow(
      MATRIX_COLUMNS.map((column) => names[column]),
      FORM,
    ),
    ...rows,
  ].join('');
}

function partsOf(when: Condition | null): Condition[] {
  if (when === null) return [];
  return 'all' in when && !isRfm(when) ? when.all : [when];
}

const SCORES = ['member.rfmR', 'member.rfmF', 'member.rfmM'];

function isRfm(condition: Condition): condition is { all: Extract<Condition, { field: string }>[] } {
  return (
    'all' in condition &&
    condition.all.every((each) => 'field' in each && SCORES.includes(each.field) && each.is === 'is')
  );
}

function cellOf(
  part: Condition,
  { language, segments }: { language: Language } & Pick<MatrixKnown, 'segments'>,
): [MatrixColumn, string] {
  const scores = isRfm(part) ? part.all : 'field' in part && SCORES.includes(part.field) ? [part] : null;
  if (scores)
    return [
      'rfm',
      SCORES.map((field) => String(scores.find((each) => each.field === field)?.value ?? '*')).join(''),
    ];
  if ('field' in part) {
    const [value, ...others] = [part.value].flat();
    const segment = segments.find(({ segmentId }) => segmentId === value);
    if (part.field === 'member.segment' && part.is === 'in' && segment && others.length === 0)
      return ['segment', segment.name];
    if (part.field === 'member.tier' && part.is === 'is') return ['tier', tierName(language, String(value))];
    if (part.field === 'member.lifeCycle' && part.is === 'is') return ['lifeCycle', String(value)];
  }
  return ['condition', ''];
}
