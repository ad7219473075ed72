// From the bytes of a file to its rows: which letters it is written in, what stands between its cells, and the rows
// themselves, as many at a time as come along.
import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { ImportFileError } from './import-file-error.ts';

export type Encoding = 'utf-8' | 'windows-1251' | 'utf-16le';
export type Delimiter = ',' | ';' | '\t';

export interface FileLook {
  encoding: Encoding;
  delimiter: Delimiter;
  header: string[];
  /** The first rows below the header. */
  sample: string[][];
}

/** How much of a file is looked at to tell its letters and its delimiter. */
export const LOOK_BYTES = 64 * 1024;
const SAMPLE_ROWS = 5;
/** A row longer than this is no row: a quotation mark was opened and never closed. */
const LONGEST_ROW = 1_000_000;
const MOST_COLUMNS = 200;
/** Rows of so many bytes are gone before the garbage collector takes them for something lasting. */
const BYTES_AT_ONCE = 64 * 1024;

/** What the beginning of a file tells of it. Throws ImportFileError `empty`, `not_text`, `too_many_columns`. */
export function lookAtFile(beginning: Buffer): FileLook {
  if (beginning.length === 0) throw new ImportFileError('empty');
  const encoding = encodingOf(beginning);
  const text = new TextDecoder(encoding).decode(beginning, { stream: true });
  if (text.includes('\0')) throw new ImportFileError('not_text');
  const delimiter = delimiterOf(text);
  const { data } = Papa.parse<string[]>(text, { delimiter, preview: SAMPLE_ROWS + 1 });
  const [header, ...sample] = data;
  if (!header || header.every((name) => name.trim() === '')) throw new ImportFileError('empty');
  if (header.length > MOST_COLUMNS) throw new ImportFileError('too_many_columns', { most: MOST_COLUMNS });
  return {
    encoding,
    delimiter,
    header: header.map((name) => name.trim()),
    sample: sample.filter((row) => !isEmpty(row)),
  };
}

/** What is no UTF-8 comes from an old program: cp1251, which is what those write in Ukraine. */
export function encodingOf(beginning: Buffer): Encoding {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1251';
  }
}

/** The one that stands in the header most often outside of quotes. */
function delimiterOf(text: string): Delimiter {
  const [line = ''] = text.split(/\r?\n|\r/, 1);
  const bare = line.replace(/"[^"]*"/g, '');
  const counts = ([';', '\t', ','] as const).map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).mark;
}

export interface FileRow {
  /** As a spreadsheet counts: the header is row 1. */
  rowNo: number;
  cells: string[];
  /** Quotation marks that fit nothing, or what no letters could be made of and no text of the database can hold. */
  problem: 'quotes' | 'unreadable' | null;
}

/** The rows below the header; empty ones are left out. Throws ImportFileError `quote_open` {row}. */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: Pick<FileLook, 'encoding' | 'delimiter'>,
): AsyncGenerator<FileRow[]> {
  let rowNo = 0;
  // Most files have no such sign, and of those no cell has to be looked through for one.
  let isSuspect = false;
  const noting = (text: string) => {
    isSuspect ||= text.includes('\ufffd') || text.includes('\0');
  };
  for await (const { data, errors } of parsed(source, { encoding, delimiter, seen: () => rowNo, noting })) {
    const broken = new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row));
    const rows: FileRow[] = [];
    for (const [place, cells] of data.entries()) {
      rowNo++;
      if (rowNo === 1 || isEmpty(cells)) continue;
      const isUnreadable = isSuspect && cells.some((cell) => UNREADABLE.test(cell));
      rows.push({ rowNo, cells, problem: broken.has(place) ? 'quotes' : isUnreadable ? 'unreadable' : null });
    }
    if (rows.length > 0) yield rows;
  }
}

const UNREADABLE = /[\ufffd\0]/;

type Chunk = Pick<Papa.ParseResult<string[]>, 'data' | 'errors'>;

/** The parser calls back with whatever it is fed; here it is fed only when what it gave was taken. */
async function* parsed(
  source: AsyncIterable<Uint8Array>,
  {
    encoding,
    delimiter,
    seen,
    noting,
  }: Pick<FileLook, 'encoding' | 'delimiter'> & { seen: () => number; noting: (text: string) => void },
): AsyncGenerator<Chunk> {
  const waiting: Chunk[] = [];
  let failure: unknown;
  let over = false;
  let wakeTaker: () => void = () => {};
  let wakeFeeder: () => void = () => {};
  let sinceRow = 0;
  const feed = async function* (): AsyncGenerator<string> {
    for await (const text of decoded(source, encoding)) {
      while (waiting.length > 0)
        await new Promise<void>((resolve) => {
          wakeFeeder = resolve;
        });
      if (sinceRow > LONGEST_ROW) throw new ImportFileError('quote_open', { row: seen() + 1 });
      sinceRow += text.length;
      noting(text);
      yield text;
    }
  };
  const text = Readable.from(feed(), { highWaterMark: 1 });
  Papa.parse<string[]>(text, {
    delimiter,
    chunk: ({ data, errors }) => {
      if (data.length === 0) return;
      sinceRow = 0;
      waiting.push({ data, errors });
      wakeTaker();
    },
    complete: () => {
      over = true;
      wakeTaker();
    },
    error: (error) => {
      failure = error;
      wakeTaker();
    },
  });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) yield next;
      else if (failure !== undefined) throw failure;
      else if (over) return;
      else {
        wakeFeeder();
        await new Promise<void>((resolve) => {
          wakeTaker = resolve;
        });
      }
    }
  } finally {
    wakeFeeder();
    text.destroy();
  }
}

async function* decoded(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  // Leaves out a byte order mark.
  const decoder = new TextDecoder(encoding);
  for await (const bytes of source)
    for (let from = 0; from < bytes.length; from += BYTES_AT_ONCE) {
      const text = decoder.decode(bytes.subarray(from, from + BYTES_AT_ONCE), { stream: true });
      if (text !== '') yield text;
    }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function isEmpty(cells: string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
