// Where receipts come in. Callers arrive one by one; while one batch is being committed those who come meanwhile
// gather for the next, so that a busy moment costs one commit instead of many (group commit). An idle desk adds no
// wait. Another batch goes beside it, also in a lane that has just become free, once half as many wait as are under
// way: a smaller one would have its commit nearly to itself, and keep up those who come next. Each caller gets an
// outcome of its own, and one bad receipt never harms its neighbours. Of one member only one receipt is in a batch: the
// next one is counted by the rules after it, as if they had come one after the other.
import { BusyError } from '#src/db/client-error.ts';
import type { Clock } from '#src/lib/clock.ts';
import { Refusal } from '../refusal.ts';
import { type BatchDeps, postBatch } from './post-batch.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput } from './receipt-input.ts';
import type { MemberKey } from './receipt-member.ts';

export interface ReceiptDesk {
  /**
   * Accepts a receipt of the member named by id or by card number. The same receipt again answers as before, with
   * `replayed`. Throws Refusal `card_not_found`, `card_blocked`, `member_erased`, `insufficient_points`,
   * `receipt_differs` (same key, another receipt), `amount_not_valid`, `receipt_in_future`, `receipt_too_old`;
   * BusyError when too many wait or the member's points are held too long; a database that cannot be reached is thrown
   * as it comes. After these the caller may send the same receipt again.
   */
  accept(input: ReceiptInput, member: MemberKey): Promise<AcceptedReceipt>;
}

export interface ReceiptDeskDeps extends BatchDeps {
  clock: Clock;
  /** The most receipts in one commit; 200 when left out. */
  maxBatch?: number;
  /** How many commits may be under way at once; 2 when left out: while one is written the next is evaluated (test/bench). */
  lanes?: number;
  /** Told after each commit that held new receipts. */
  onAccepted?: (count: number) => void;
}

interface Waiting {
  input: ReceiptInput;
  member: MemberKey;
  /** How often what the rules had looked at was no longer so. */
  turns: number;
  /** Since when somebody else has held the member's points; milliseconds of a stopwatch. */
  busySince?: number;
  resolve: (accepted: AcceptedReceipt) => void;
  reject: (error: unknown) => void;
}

/** Whoever comes when so many wait already is sent away: the callers would have given up before their turn. */
const MOST_WAITING = 5_000;
/** Points are held for moments; longer than this, something is stuck and the caller should know. */
const BUSY_RETRY_MS = 20;
const BUSY_AT_MOST_MS = 5_000;
/** A receipt that finds everything changed so often competes with something that never ends. */
const MOST_TURNS = 50;

export function receiptDesk(deps: ReceiptDeskDeps): ReceiptDesk {
  const { maxBatch = 200, lanes = 2 } = deps;
  let queue: Waiting[] = [];
  let busy = 0;

  /** Members whose receipt is being booked: their next one waits for it, in whatever lane. */
  const underWay = new Set<string>();

  const isWorthACommit = () => queue.length > 0 && queue.length * 2 >= underWay.size;

  const work = async () => {
    while (isWorthACommit()) {
      const { batch, rest } = takeBatch(queue, { most: maxBatch, underWay });
      // What is left waits for another lane, which takes it when it is done.
      if (batch.length === 0) break;
      queue = rest;
      const keys = batch.map(keyOf);
      for (const key of keys) underWay.add(key);
      const again = await settle(batch, deps, later);
      for (const key of keys) underWay.delete(key);
      // They keep their place before everyone who came later.
      queue = [...again, ...queue];
    }
    busy--;
  };

  const enter = (...waiting: Waiting[]) => {
    queue.push(...waiting);
    if (busy === lanes || !isWorthACommit()) return;
    busy++;
    // After this turn of the event loop, so that requests read from the sockets together go together.
    setImmediate(() => void work());
  };
  const later = (each: Waiting) => {
    const now = performance.now();
    const busySince = each.busySince ?? now;
    if (now - busySince > BUSY_AT_MOST_MS)
      each.reject(new BusyError("the member's points are held by somebody else"));
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

function keyOf({ member }: Waiting): string {
  return 'memberId' in member ? member.memberId : member.cardNumber;
}

/** The first of each member of whom none is under way, at most `most`; the others keep their order. */
function takeBatch(
  queue: Waiting[],
  { most, underWay }: { most: number; underWay: ReadonlySet<string> },
): { batch: Waiting[]; rest: Waiting[] } {
  const members = new Set(underWay);
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  for (const each of queue) {
    const key = keyOf(each);
    if (batch.length === most || members.has(key)) rest.push(each);
    else batch.push(each);
    members.add(key);
  }
  return { batch, rest };
}

/** Puts a receipt back whose member's points somebody else holds at the moment. */
type Later = (each: Waiting) => void;

/** Settles a batch and returns those that have to go again. Never throws: every failure goes to its caller. */
async function settle(batch: Waiting[], deps: ReceiptDeskDeps, later: Later): Promise<Waiting[]> {
  const outcomes = await postBatch(deps, batch, { at: deps.clock.now() });
  const again: Waiting[] = [];
  let accepted = 0;
  for (const [place, each] of batch.entries()) {
    const outcome = outcomes[place] ?? 'again';
    if (outcome === 'busy') later(each);
    else if (outcome === 'again' && each.turns < MOST_TURNS) again.push({ ...each, turns: each.turns + 1 });
    else if (outcome === 'again')
      each.reject(new BusyError('the receipt found everything changed too often'));
    else if (outcome instanceof Refusal) each.reject(outcome);
    else if ('error' in outcome) each.reject(outcome.error);
    else {
      if (outcome.outcome === 'accepted') accepted++;
      each.resolve(outcome);
    }
  }
  if (accepted > 0) deps.onAccepted?.(accepted);
  // Budgets may have been spent by others meanwhile. Whether the database is there shows when the batch goes again.
  if (again.length > 0) await deps.rules.refresh().catch(() => undefined);
  return again;
}
