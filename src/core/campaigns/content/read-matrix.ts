// Reads a spreadsheet of versions: a row is a version of a block for those whom its cells name; an empty cell is anybody.
// What is wrong is told by its row and column, all of it at once, and then nothing is taken.
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import type { SegmentId } from '#src/lib/id.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { Problem } from '#src/lib/problem.ts';
import { readPasted } from '../../imports/read-pasted.ts';
import { invalidField, Refusal } from '../../refusal.ts';
import { LIFE_CYCLES } from '../../rules/closed-values.ts';
import type { Condition } from '../../rules/condition.ts';
import { findRuleProblem } from '../../rules/refuse-rule.ts';
import { checkAudience } from '../../segments/check-audience.ts';
import { tierName } from '../../stores/tier-name.ts';
import type { Block, Version } from '../campaign-content.ts';
import { columnOf, type MatrixColumn, plainOf } from './matrix-columns.ts';
import { readTextTemplate } from './text-template.ts';

export interface MatrixKnown {
  segments: readonly { segmentId: SegmentId; name: string }[];
  tierKeys: readonly string[];
  variants: readonly string[];
  /** Whether {{offers}} may stand in a text. */
  slots: boolean;
}

/** By the number of the row in the sheet, the heading's being 1. */
export interface RowProblem extends Omit<Problem, 'field'> {
  row: number;
  column: MatrixColumn;
}

export interface ReadMatrix {
  blocks: Block[];
  problems: RowProblem[];
  /** Texts that rows beside them have: their readers get another language. */
  unfilled: { row: number; language: Language }[];
}

const MOST_ROWS = 400;
const MOST_PROBLEMS = 50;

type Row = Partial<Record<MatrixColumn, string>>;
type Tell = (column: MatrixColumn, problem: ProblemKey, values?: Values) => null;

/** Throws Refusal invalid_input {field: 'csv'} for what is no sheet of versions at all. */
export function readMatrix(csv: string, known: MatrixKnown): ReadMatrix {
  const [headings = [], ...lines] = readPasted(csv);
  const columns = headings.map(columnOf);
  const texts = LANGUAGES.filter((language) => columns.includes(language));
  if (texts.length === 0) throw invalidField('csv', 'campaign.matrixNoText');
  const unknown = headings.find((heading, at) => heading.trim() !== '' && columns[at] === null);
  if (unknown !== undefined)
    throw invalidField('csv', 'campaign.matrixColumn', { column: unknown.slice(0, 40) });
  const problems: RowProblem[] = [];
  const unfilled: ReadMatrix['unfilled'] = [];
  const blocks = new Map<string, Version[]>();
  for (const [index, line] of lines.entries()) {
    const number = index + 2;
    const row = rowOf(columns, line);
    if (Object.keys(row).length === 0) continue;
    const tell: Tell = (column, problem, values = {}) => {
      problems.push({ row: number, column, problem, values });
      return null;
    };
    const version = readVersion(row, { ...known, tell });
    const name = row.block ?? '';
    blocks.set(name, [...(blocks.get(name) ?? []), version]);
    for (const language of texts) if (!row[language]) unfilled.push({ row: number, language });
  }
  const count = [...blocks.values()].flat().length;
  if (count === 0) throw invalidField('csv', 'campaign.matrixEmpty');
  if (count > MOST_ROWS) throw invalidField('csv', 'mostItems', { count: MOST_ROWS });
  return {
    blocks: [...blocks].map(([name, versions]) => ({ name, versions })),
    problems: problems.slice(0, MOST_PROBLEMS),
    unfilled,
  };
}

function rowOf(columns: (MatrixColumn | null)[], line: string[]): Row {
  const row: Row = {};
  for (const [at, column] of columns.entries()) {
    // An apostrophe stood in front so that no spreadsheet took it for a formula.
    const cell = (line[at] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
    if (column && cell !== '') row[column] = cell;
  }
  return row;
}

function readVersion(row: Row, known: MatrixKnown & { tell: Tell }): Version {
  const { tell, variants, slots } = known;
  const texts: Version['texts'] = {};
  for (const language of LANGUAGES) {
    const text = row[language];
    if (!text) continue;
    texts[language] = text;
    const { problems, lines } = readTextTemplate(text, language);
    const [problem] = problems;
    if (problem) tell(language, problem.problem, problem.values);
    else if (!slots && lines.some(({ needs }) => needs.includes('offers')))
      tell(language, 'campaign.noOffers', { place: '{{offers}}' });
  }
  if (Object.keys(texts).length === 0) tell('uk', 'campaign.matrixRowEmpty');
  const variant = row.variant?.toUpperCase() ?? null;
  if (variant !== null && !variants.includes(variant))
    tell('variant', 'oneOf', { values: variants.join(', ') });
  return { when: readWhen(row, known), variant, texts };
}

function readWhen(row: Row, known: MatrixKnown & { tell: Tell }): Condition | null {
  const all = [
    row.segment ? readSegment(row.segment, known) : null,
    row.tier ? readTier(row.tier, known) : null,
    row.rfm ? readRfm(row.rfm, known.tell) : null,
    row.lifeCycle ? readLifeCycle(row.lifeCycle, known.tell) : null,
    row.condition ? readCondition(row.condition, known.tell) : null,
  ].filter((each) => each !== null);
  const [only, ...others] = all;
  return only === undefined ? null : others.length === 0 ? only : { all };
}

function readSegment(written: string, { segments, tell }: MatrixKnown & { tell: Tell }): Condition | null {
  const found = segments.find(
    ({ segmentId, name }) => segmentId === written || plainOf(name) === plainOf(written),
  );
  if (!found) return tell('segment', 'campaign.matrixSegment', { name: written.slice(0, 60) });
  return { field: 'member.segment', is: 'in', value: [found.segmentId] };
}

function readTier(written: string, { tierKeys, tell }: MatrixKnown & { tell: Tell }): Condition | null {
  const found = tierKeys.find(
    (key) =>
      plainOf(key) === plainOf(written) ||
      LANGUAGES.some((language) => plainOf(tierName(language, key)) === plainOf(written)),
  );
  if (!found) return tell('tier', 'oneOf', { values: tierKeys.join(', ') });
  return { field: 'member.tier', is: 'is', value: found };
}

/** `333`, `R3F3M3`, `3-3-3`; a star or x is any. */
function readRfm(written: string, tell: Tell): Condition | null {
  const [, r = '', f = '', m = ''] =
    /^r?([0-3*x])f?([0-3*x])m?([0-3*x])$/.exec(written.toLowerCase().replace(/[\s-]/g, '')) ?? [];
  if (r === '') return tell('rfm', 'campaign.matrixRfm', { example: '333, R3F2M1, 3**' });
  const parts = Object.entries({ rfmR: r, rfmF: f, rfmM: m }).flatMap(([field, score]): Condition[] =>
    score === '*' || score === 'x' ? [] : [{ field: `member.${field}`, is: 'is', value: Number(score) }],
  );
  return parts.length === 1 ? (parts[0] ?? null) : parts.length === 0 ? null : { all: parts };
}

function readLifeCycle(written: string, tell: Tell): Condition | null {
  const found = LIFE_CYCLES.find((each) => each === plainOf(written));
  if (!found) return tell('lifeCycle', 'oneOf', { values: LIFE_CYCLES.join(', ') });
  return { field: 'member.lifeCycle', is: 'is', value: found };
}

/** As the download of a matrix writes what has no columns of its own. */
function readCondition(written: string, tell: Tell): Condition | null {
  try {
    return checkAudience(JSON.parse(written), 'condition');
  } catch (error) {
    const problem = error instanceof Refusal ? findRuleProblem(error) : null;
    if (!problem && !(error instanceof SyntaxError)) throw error;
    return tell('condition', problem?.problem ?? 'notValid', problem?.values);
  }
}
