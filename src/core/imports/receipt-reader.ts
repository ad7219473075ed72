// Puts the rows of past receipts together: neighbouring rows with the same store and receipt are one receipt.
import { newId, type StoreId } from '#src/lib/id.ts';
import { localDay } from '../receipts/local-day.ts';
import type { ReadContext, RowCells, RowProblem, RowReader, Staged } from './import-kind.ts';
import { readMoment, remembering } from './read-cells.ts';
import { type ReceiptLineRead, readReceiptLine } from './read-receipt-line.ts';
import { readWho, WHO, type Who } from './who-fields.ts';

const LONGEST = { receipt: 100, number: 60 };
const MOST_LINES = 500;
const AHEAD_MS = 86_400_000;

type Store = { storeId: StoreId; timeZone: string };

/** The receipt whose rows are being read. */
interface Open {
  key: string;
  firstRow: number;
  store: Store | null;
  head: { number: string; occurredAt: string; who: Who } | null;
  lines: ReceiptLineRead[];
  amountMinor: number;
  isWrong: boolean;
}

export function receiptReader(context: ReadContext, staged: Staged): RowReader {
  const latest = new Date(context.at.getTime() + AHEAD_MS).toISOString();
  const { stores } = context;
  const findStore = remembering((text) => stores.get(text) ?? stores.get(text.toLowerCase()) ?? null);
  const clocks = new Map<string, (text: string) => string | null>();
  /** What tells a receipt that is there twice from one whose rows are scattered. */
  const seen = new Map<string, { row: number; sign: string }>();
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

  function close({ key, firstRow, store, head, lines, amountMinor, isWrong }: Open) {
    if (!store || (!isWrong && lines.length === 0)) return;
    const externalId = key.slice(key.indexOf('\u001f') + 1);
    const occurredAt = head?.occurredAt ?? context.at.toISOString();
    const who = head?.who ?? { card: null, phone: null, externalId: null };
    const sign = `${lines.length} ${amountMinor} ${occurredAt}`;
    const before = seen.get(key);
    if (before?.sign === sign) return staged.wrong(firstRow, 'duplicate', 'receipt', { row: before.row });
    if (!before) seen.set(key, { row: firstRow, sign });
    // A void one keeps the other rows of the same receipt from being taken for all of it.
    const state = isWrong || !head ? 'void' : before ? 'again' : 'ok';
    const month = localDay(Date.parse(occurredAt), context.timeZone).slice(0, 7);
    const counts = context.tierBasis === 'spend' ? amountMinor : 0;
    const receiptId = newId('rcp', Date.parse(occurredAt));
    const named = [receiptId, store.storeId, externalId, head?.number ?? externalId];
    const known = [who.card, who.phone, who.externalId];
    staged.put(0, [++groups, firstRow, ...named, amountMinor, occurredAt, month, counts, ...known, state]);
    if (state === 'void') return;
    for (const [place, { rowNo, goods }] of lines.entries())
      if (goods) staged.put(1, [groups, place + 1, rowNo, ...goods]);
  }

  function readInto(receipt: Open, row: RowCells) {
    const fail = (
      problem: RowProblem,
      field: string | null,
      details: Record<string, string | number> = {},
    ) => {
      staged.wrong(row.rowNo, problem, field, details);
      receipt.isWrong = true;
    };
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
    if (!who) return;
    if (WHO.every((field) => who[field] === null)) return staged.skipped(row.rowNo);
    receipt.head ??= { number, occurredAt, who };
    const { head } = receipt;
    if (head.occurredAt !== occurredAt || WHO.some((field) => head.who[field] !== who[field]))
      return fail('lines_differ', 'receipt');
    if (receipt.lines.length >= MOST_LINES) return fail('too_many_lines', 'receipt', { most: MOST_LINES });
    const line = readReceiptLine(row, context, fail);
    if (!line) return;
    receipt.lines.push(line);
    receipt.amountMinor += line.amountMinor;
  }

  return {
    read(row) {
      const key = `${row.get('store')}\u001f${row.get('receipt')}`;
      if (open && open.key !== key) {
        close(open);
        open = null;
      }
      open ??= {
        key,
        firstRow: row.rowNo,
        store: null,
        head: null,
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
