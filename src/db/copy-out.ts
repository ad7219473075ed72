// Many rows, as fast as PostgreSQL gives them: COPY in its binary form, read in place without a JavaScript object for
// each row or a text for each number. For reports over millions of rows; everything else is a query.
import type { Sql } from './client.ts';

/** One row, good until the next one comes: a field is read by its place, from 0. */
export interface CopiedRow {
  isNull(field: number): boolean;
  /** Of a boolean. */
  bool(field: number): boolean;
  /** Of an int2, int4 or int8, exact up to 2^53. */
  int(field: number): number;
  /** Of a timestamptz: milliseconds since the epoch. */
  at(field: number): number;
  /** The bytes of a text as characters of one byte each: good as a key, not to be shown. */
  key(field: number): string;
  text(field: number): string;
}

/** 2000-01-01 in milliseconds since the epoch: where PostgreSQL begins to count. */
const EPOCH_2000_MS = 946_684_800_000;
/** `PGCOPY\n\377\r\n\0`, flags and the length of the extension, which is empty. */
const HEADER_BYTES = 19;
const MOST_FIELDS = 32;

/**
 * Calls `onRow` for each row of a query; what it throws ends the reading and is thrown. Returns how many rows there
 * were. COPY takes no parameters, so `query` must hold nothing that came from outside.
 */
export async function copyOut(
  sql: Sql,
  query: string,
  onRow: (row: CopiedRow) => void,
  { signal }: { signal?: AbortSignal } = {},
): Promise<number> {
  const stream = await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable();
  const reader = rowReader();
  let rows = 0;
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      reader.open(chunk);
      while (reader.next()) {
        rows++;
        onRow(reader.row);
      }
    }
  } finally {
    stream.destroy();
  }
  return rows;
}

/** The server sends each row as a message of its own, so a chunk holds whole rows: one or many. */
function rowReader(): { row: CopiedRow; open: (chunk: Buffer) => void; next: () => boolean } {
  let bytes: Buffer = Buffer.alloc(0);
  let place = 0;
  let isFirst = true;
  const starts = new Int32Array(MOST_FIELDS);
  const lengths = new Int32Array(MOST_FIELDS);
  const start = (field: number) => starts[field] ?? 0;
  const length = (field: number) => lengths[field] ?? -1;
  const int8 = (at: number) => bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4);
  const row: CopiedRow = {
    isNull: (field) => length(field) < 0,
    bool: (field) => bytes[start(field)] === 1,
    int(field) {
      switch (length(field)) {
        case 8:
          return int8(start(field));
        case 4:
          return bytes.readInt32BE(start(field));
        case 2:
          return bytes.readInt16BE(start(field));
        default:
          throw new Error(`field ${field} is no integer`);
      }
    },
    at: (field) => Math.floor(int8(start(field)) / 1_000) + EPOCH_2000_MS,
    key: (field) => bytes.toString('latin1', start(field), start(field) + length(field)),
    text: (field) => bytes.toString('utf8', start(field), start(field) + length(field)),
  };
  function open(chunk: Buffer): void {
    bytes = chunk;
    place = isFirst ? HEADER_BYTES : 0;
    isFirst = false;
  }
  function next(): boolean {
    if (place >= bytes.length) return false;
    const fields = bytes.readInt16BE(place);
    place += 2;
    // -1 ends the rows.
    if (fields < 0) return false;
    for (let field = 0; field < fields; field++) {
      const size = bytes.readInt32BE(place);
      place += 4;
      starts[field] = place;
      lengths[field] = size;
      if (size > 0) place += size;
    }
    return true;
  }
  return { row, open, next };
}
