// A small spreadsheet that somebody sent whole, whatever it was saved as.
import { unzipSync } from 'fflate';
import { readSheet as readFirst } from 'read-excel-file/universal';
import { invalidField } from '../refusal.ts';
import { encodingOf } from './read-file.ts';
import { readPasted } from './read-pasted.ts';

/** A file of a few kilobytes may unfold into gigabytes. */
const MOST_BYTES = 50 * 1024 * 1024;

/**
 * The rows of a CSV in any of the usual letters, or of the first sheet of an XLSX. Throws Refusal invalid_input {field:
 * 'file'} for what is neither.
 */
export async function readSheet(bytes: Uint8Array<ArrayBuffer>): Promise<string[][]> {
  if (isZip(bytes)) return await readXlsx(bytes);
  const text = new TextDecoder(encodingOf(Buffer.from(bytes))).decode(bytes);
  if (text.includes('\0')) throw invalidField('file', 'sheet.unreadable');
  return readPasted(text);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<string[][]> {
  try {
    let unfolded = 0;
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unfolded += originalSize;
        return false;
      },
    });
    if (unfolded > MOST_BYTES) throw new Error('the sheet unfolds into too much');
    const rows = await readFirst(new Blob([bytes]));
    return rows.map((row) => row.map((value) => cellText(value)));
  } catch (cause) {
    const refusal = invalidField('file', 'sheet.unreadable');
    refusal.cause = cause;
    throw refusal;
  }
}

function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
