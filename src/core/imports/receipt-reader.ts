// Puts the rows of past receipts together: neighbouring rows with the same store and receipt are one receipt. It remembers
// only the one that it reads; which of them belong together although they stand apart is found out afterwards.
import { newId, type StoreId } from '#src/lib/id.ts';
import { localDay } from '../receipts/local-day.ts';
import type { ReadContext, RowCells, RowProblem, RowReader, Staged } from './import-kind.ts';
import { readMoment, remembering } from './read-cells.ts';
import { type ReceiptLineRead, readReceiptLine } from './read-receipt-line.ts';
import { readWho, WHO, type Who } from './who-fields.ts';

const LONGEST = { receipt: 100, number: 60 };
const MOST_LINES = 500;
const AHEAD_MS = 86_400_000;
/** What every row of a receipt says alike. */
const ALIKE = ['at', 'number', ...WHO] as const;

/** Notes why a row cannot be brought in; false. */
type Fail = (problem: RowProblem, field: string | null, details?: Record<string, string | number>) => false;
type Store = { storeId: StoreId; timeZone: string };

/** The receipt whose rows are being read. */
interface Open {
  /** Its cells, as they stand. */
  storeCell: string;
  receiptCell: string;
  firstRow: number;
  store: Store | null;
  head: { number: string; occurredAt: string; who: Who } | null;
  /** The cells of the row that the head was last read from. */
  alike: readonly string[] | null;
  lines: ReceiptLineRead[];
  amountMinor: number;
  isWrong: boolean;
}

export function receiptReader(context: ReadContext, staged: Staged): RowReader {
  const latest = new Date(context.at.getTime() + AHEAD_MS).toISOString();
  const { stores } = context;
  const findStore = remembering((text) => stores.get(text) ?? stores.get(text.toLowerCase()) ?? null);
  const clocks = new Map<string, (text: string) => string | null>();
  let open: Open | null = null;
  let groups = 0;

  function momentIn(zone: string, text: string): string | null {
    let read = clocks.get(zone);
    if (!read) {
      read = remembering((each) => readMoment(each, zone));
      clocks.set(zone, read);
    }
    return read(text);
  }

  function close({ receiptCell, firstRow, store, head, lines, amountMinor, isWrong }: Open) {
    if (!store || (!isWrong && lines.length === 0)) return;
    const occurredAt = head?.occurredAt ?? context.at.toISOString();
    const who = head?.who ?? { card: null, phone: null, externalId: null };
    // A void one keeps the other rows of the same receipt from being taken for all of it.
    const isVoid = isWrong || !head;
    const month = localDay(Date.parse(occurredAt), context.timeZone).slice(0, 7);
    const receiptId = newId('rcp', Date.parse(occurredAt));
    const named = [receiptId, store.storeId, receiptCell, head?.number ?? receiptCell];
    const known = [who.card, who.phone, who.externalId];
    const bare = lines.filter(({ goods }) => goods === null).map((line) => line.amountMinor);
    const sums = [amountMinor, lines.length, `{${bare.join()}}`, occurredAt, month];
    staged.put(0, [++groups, firstRow, ...named, ...sums, ...known, isVoid]);
    if (isVoid) return;
    for (const [place, { rowNo, goods }] of lines.entries())
      if (goods) staged.put(1, [groups, place + 1, rowNo, ...goods]);
  }

  function readInto(receipt: Open, row: RowCells) {
    const fail: Fail = (problem, field, details = {}) => {
      staged.wrong(row.rowNo, problem, field, details);
      receipt.isWrong = true;
      return false;
    };
    if (!readHead(receipt, row, fail)) return;
    if (receipt.lines.length >= MOST_LINES) {
      fail('too_many_lines', 'receipt', { most: MOST_LINES });
      return;
    }
    const line = readReceiptLine(row, context, fail);
    if (!line) return;
    receipt.lines.push(line);
    receipt.amountMinor += line.amountMinor;
  }

  /** Whether the row says of its receipt what it may, and the same as the rows before it. */
  function readHead(receipt: Open, row: RowCells, fail: Fail): boolean {
    const { alike } = receipt;
    if (alike && ALIKE.every((field, place) => row.get(field) === alike[place])) return true;
    const empty = ['store', 'receipt', 'at'].find((field) => row.get(field) === '');
    if (empty) return fail('missing', empty);
    receipt.store ??= findStore(row.get('store'));
    if (!receipt.store) return fail('store', 'store');
    const number = row.get('number') || row.get('receipt');
    if (row.get('receipt').length > LONGEST.receipt)
      return fail('too_long', 'receipt', { most: LONGEST.receipt });
    if (number.length > LONGEST.number) return fail('too_long', 'number', { most: LONGEST.number });
    const occurredAt = momentIn(receipt.store.timeZone, row.get('at'));
    if (occurredAt === null) return fail('date', 'at');
    if (occurredAt > latest) return fail('date_future', 'at');
    const who = readWho(row, fail);
    if (!who) return false;
    if (WHO.every((field) => who[field] === null)) {
      staged.skipped(row.rowNo);
      return false;
    }
    receipt.head ??= { number, occurredAt, who };
    const { head } = receipt;
    if (head.occurredAt !== occurredAt || WHO.some((field) => head.who[field] !== who[field]))
      return fail('lines_differ', 'receipt');
    receipt.alike = ALIKE.map((field) => row.get(field));
    return true;
  }

  return {
    read(row) {
      const [storeCell, receiptCell] = [row.get('store'), row.get('receipt')];
      if (open && (open.receiptCell !== receiptCell || open.storeCell !== storeCell)) {
        close(open);
        open = null;
      }
      open ??= {
        storeCell,
        receiptCell,
        firstRow: row.rowNo,
        store: null,
        head: null,
        alike: null,
        lines: [],
        amountMinor: 0,
        isWrong: false,
      };
      readInto(open, row);
    },
    end() {
      if (open) close(open);
      open = null;
      return groups;
    },
  };
}
