// What an import of one kind is made of: the fields a file may have, how a row is read, and how what was read is compared
// with what is there and written. Reading is pure; judging and writing are SQL over thousands of rows at a time.
import type { SQL } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { StoreId } from '#src/lib/id.ts';
import type { FoldedCategory } from '../stores/fold-category.ts';
import type { Currency } from '../stores/list-currencies.ts';

export const IMPORT_KINDS = ['members', 'cards', 'balances', 'products', 'stores', 'receipts'] as const;
export type ImportKindName = (typeof IMPORT_KINDS)[number];

/** Errors that are kept; the rest are counted. Whoever has more has something wrong with the whole file. */
export const MOST_ERRORS = 10_000;

/** Why a row cannot be brought in; each has its sentence in the locales (web.json, imports). */
export type RowProblem =
  | 'missing'
  | 'phone'
  | 'phone_mobile'
  | 'name'
  | 'birthday'
  | 'card_number'
  | 'date'
  | 'date_future'
  | 'date_past'
  | 'money'
  | 'quantity'
  | 'degrees'
  | 'points'
  | 'yes_no'
  | 'language'
  | 'time_zone'
  | 'store_code'
  | 'store'
  | 'tier'
  | 'currency'
  | 'too_long'
  | 'unreadable'
  | 'quotes'
  | 'too_many_columns'
  | 'duplicate'
  | 'who'
  | 'nobody'
  | 'erased'
  | 'of_another'
  | 'differs'
  | 'lines_differ'
  | 'lines_unclear'
  | 'too_many_lines';

export interface ImportField {
  field: string;
  required?: true;
}

/** A table that rows are read into: `name text`. The first column is always `group_no bigint`, from 1 without gaps. */
export interface StageTable {
  name: string;
  columns: readonly string[];
}

export type StageValue = string | number | bigint | boolean | null;

/** Settings that rows are read by. */
export interface ReadContext {
  importId: string;
  at: Date;
  /** Of the programme. */
  timeZone: string;
  /** Stores by their identifier and by their name in small letters. */
  stores: ReadonlyMap<string, { storeId: StoreId; timeZone: string }>;
  tiers: ReadonlySet<string>;
  lowestTier: string;
  /** What people speak of whom the file says nothing. */
  language: string;
  currencies: ReadonlyMap<string, Currency>;
  excluded: ReadonlySet<FoldedCategory>;
}

/** Where a reader puts what it has read. */
export interface Staged {
  put(table: number, values: readonly StageValue[]): void;
  wrong(
    rowNo: number,
    problem: RowProblem,
    field: string | null,
    details?: Record<string, string | number>,
  ): void;
  /** A row that has nothing to bring in, which is nobody's fault. */
  skipped(rowNo: number): void;
}

/** One row: the trimmed cell of a field, '' when the file has no such column. */
export interface RowCells {
  /** As a spreadsheet counts: the header is row 1. */
  rowNo: number;
  get(field: string): string;
}

export interface RowReader {
  read(row: RowCells): void;
  /** After the last row. Returns how many groups there are. */
  end(): number;
}

/** Names of this import's tables, in the order of the kind's. */
export type StageNames = readonly SQL[];

export interface ImportKind {
  kind: ImportKindName;
  fields: readonly ImportField[];
  /** Of these at least one must be there. */
  oneOf?: readonly string[];
  tables: readonly StageTable[];
  /** Groups in one commit. */
  groupsAtOnce: number;
  reader(context: ReadContext, staged: Staged): RowReader;
  /** How many runs of groups may be under way at once; one when left out. More only where no two groups meet. */
  lanes?: number;
  /** What can be told only once everything is read. Returns how many rows more are wrong, which it has noted. */
  afterReading?(tx: Tx, read: { stage: StageNames; importId: string; earns: boolean }): Promise<number>;
  /**
   * A query over the groups of `within` (a condition on group_no): group_no, row_no, verdict (new, changed, same, skipped,
   * wrong, brought: by this very import), and for wrong ones problem, field and details; besides whatever `write` needs.
   */
  judge(stage: StageNames, within: SQL, importId: string): SQL;
  /** Writes what the temporary table `judged` says is new or changed. */
  write(tx: Tx, writing: Writing): Promise<void>;
  /** The rest of it, which waits until the runs before it are committed: what others wait for is held for a short time. */
  settle?(tx: Tx, writing: Writing): Promise<void>;
}

export interface Writing {
  stage: StageNames;
  within: SQL;
  importId: string;
  at: Date;
}
