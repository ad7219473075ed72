// Where receipts come in. Callers arrive one by one; while one batch is being committed those who come meanwhile
// gather for the next, so that a busy moment costs one commit instead of many (group commit). An idle desk adds no
// wait. Each caller gets an outcome of its own, and one bad receipt never harms its neighbours.
import { type Sql, within } from '#src/db/client.ts';
import { BusyError, databaseError } from '#src/db/client-error.ts';
import type { Clock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { findReceiptMembers, type MemberKey } from './find-receipt-members.ts';
import { type PostedRow, postReceipts } from './post-receipts.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput, receiptItem } from './receipt-input.ts';

export interface ReceiptDesk {
  /**
   * Accepts a receipt of the member named by id or by card number. The same receipt again answers as before, with
   * `replayed`. Throws Refusal `card_not_found`, `card_blocked`, `member_erased`, `insufficient_points`,
   * `receipt_differs` (same key, another receipt), `amount_not_valid`, `receipt_in_future`, `receipt_too_old`;
   * BusyError when too many wait or the account is held too long; a database that cannot be reached is thrown as it
   * comes. After these the caller may send the same receipt again.
   */
  accept(input: ReceiptInput, member: MemberKey): Promise<AcceptedReceipt>;
}

export interface ReceiptDeskDeps {
  sql: Sql;
  known: () => Promise<KnownProgramme>;
  clock: Clock;
  /** The most receipts in one commit; 200 when left out. */
  maxBatch?: number;
  /** How many commits may be under way at once; 1 when left out, which is as fast as more (see test/bench). */
  lanes?: number;
  /** Told after each commit that held new receipts. */
  onAccepted?: (count: number) => void;
}

interface Waiting {
  input: ReceiptInput;
  member: MemberKey;
  /** How often the database has said that it depends on another receipt of its batch. */
  turns: number;
  /** Since when somebody else has held the member's account; milliseconds of a stopwatch. */
  busySince?: number;
  resolve: (accepted: AcceptedReceipt) => void;
  reject: (error: unknown) => void;
}

const BATCH_TIMEOUT_MS = 10_000;
/** Whoever comes when so many wait already is sent away: the callers would have given up before their turn. */
const MOST_WAITING = 5_000;
/** An account is held for moments; longer than this, something is stuck and the caller should know. */
const BUSY_RETRY_MS = 20;
const BUSY_AT_MOST_MS = 5_000;

export function receiptDesk(deps: ReceiptDeskDeps): ReceiptDesk {
  const { maxBatch = 200, lanes = 1 } = deps;
  let queue: Waiting[] = [];
  let busy = 0;

  const work = async () => {
    while (queue.length > 0) {
      const batch = queue.slice(0, maxBatch);
      queue = queue.slice(batch.length);
      const again = await settle(batch, deps, later);
      // They keep their place before everyone who came later.
      queue = [...again, ...queue];
    }
    busy--;
  };

  const enter = (...waiting: Waiting[]) => {
    queue.push(...waiting);
    if (busy === lanes || queue.length === 0) return;
    busy++;
    // After this turn of the event loop, so that requests read from the sockets together go together.
    setImmediate(() => void work());
  };
  const later = (each: Waiting) => {
    const now = performance.now();
    const busySince = each.busySince ?? now;
    if (now - busySince > BUSY_AT_MOST_MS) each.reject(new BusyError('the account is held by somebody else'));
    else setTimeout(() => enter({ ...each, busySince }), BUSY_RETRY_MS);
  };
  return {
    accept: (input, member) => {
      checkReceipt(input, deps.clock.now());
      if (queue.length >= MOST_WAITING) return Promise.reject(new BusyError('too many receipts are waiting'));
      return new Promise((resolve, reject) => enter({ input, member, turns: 0, resolve, reject }));
    },
  };
}

/** Puts a receipt back whose account somebody else holds at the moment. */
type Later = (each: Waiting) => void;

/** Settles a batch and returns those that have to go again. Never throws: every failure goes to its caller. */
async function settle(batch: Waiting[], deps: ReceiptDeskDeps, later: Later): Promise<Waiting[]> {
  try {
    return await post(batch, deps, later);
  } catch (error) {
    // Nothing of it was committed. A database that is away fails everyone; otherwise one of them is to blame, and
    // alone each learns for itself.
    const [only] = batch;
    if (databaseError(error) === 'unavailable' || batch.length === 1 || !only) {
      for (const each of batch) each.reject(error);
      return [];
    }
    const again: Waiting[] = [];
    for (const each of batch) again.push(...(await settle([each], deps, later)));
    return again;
  }
}

async function post(batch: Waiting[], deps: ReceiptDeskDeps, later: Later): Promise<Waiting[]> {
  const at = deps.clock.now();
  const [known, members] = await Promise.all([
    deps.known(),
    findReceiptMembers(
      deps.sql,
      batch.map((each) => each.member),
    ),
  ]);
  const ready: Waiting[] = [];
  const items = [];
  for (const [index, each] of batch.entries()) {
    const found = members[index];
    if (!found || found instanceof Refusal) {
      each.reject(found ?? new Refusal('card_not_found'));
      continue;
    }
    items.push(receiptItem(each.input, { no: ready.length, member: found, known, at }));
    ready.push(each);
  }
  if (items.length === 0) return [];
  const rows = await within(BATCH_TIMEOUT_MS, postReceipts(deps.sql, items, at));
  const again: Waiting[] = [];
  let accepted = 0;
  for (const row of rows) {
    const each = ready[row.no];
    if (!each) throw new Error('post_receipts answered for a receipt that was not asked');
    if (row.outcome === 'accepted') accepted++;
    if (row.outcome === 'again' && each.turns < batch.length) again.push({ ...each, turns: each.turns + 1 });
    else if (row.outcome === 'busy') later(each);
    else answer(each, row, items[row.no]?.memberId as MemberId);
  }
  if (accepted > 0) deps.onAccepted?.(accepted);
  return again;
}

function answer(each: Waiting, row: PostedRow, memberId: MemberId): void {
  const settled = settledReceipt(row, memberId);
  if (settled instanceof Refusal) each.reject(settled);
  else each.resolve(settled);
}

/** What a row of post_receipts means for the one who asked. */
export function settledReceipt(row: PostedRow, memberId: MemberId): AcceptedReceipt | Refusal {
  switch (row.outcome) {
    case 'accepted':
    case 'replayed':
      return {
        outcome: row.outcome,
        receiptId: row.receipt_id,
        memberId,
        earned: row.earned,
        burnt: row.burnt,
        balance: row.balance,
      };
    case 'insufficient_points':
      return new Refusal('insufficient_points', { available: Number(row.balance) });
    case 'key_reused':
      return new Refusal('receipt_differs');
    case 'no_account':
      return new Refusal('member_not_found');
    case 'again':
    case 'busy':
      return new Refusal('too_many_attempts');
  }
}
