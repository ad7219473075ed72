// The least that accepting receipts could cost: finished items, no HTTP, no rules, no looking up; callers share commits
// through the simplest possible collector.

import { postReceipts } from '#src/core/receipts/post-receipts.ts';
import type { ReceiptItem } from '#src/core/receipts/receipt-item.ts';
import type { Sql } from '#src/db/client.ts';
import { newId } from '#src/lib/id.ts';
import type { BenchShop } from './bench-shop.ts';
import { aMemberOf, type Prepared } from './busy-shop.ts';

const MOST_TURNS = 100;

export interface BareDesk {
  post(item: ReceiptItem): Promise<void>;
}

interface Waiting {
  item: ReceiptItem;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Posts what waits, at most `maxBatch` in a commit, one commit at a time; of one member one in a commit. */
export function bareDesk(sql: Sql, maxBatch = 200): BareDesk {
  let queue: Waiting[] = [];
  let busy = false;
  const work = async () => {
    while (queue.length > 0) {
      const members = new Set<string>();
      const batch: Waiting[] = [];
      const rest: Waiting[] = [];
      for (const each of queue) {
        const { memberId } = each.item.row;
        if (batch.length < maxBatch && !members.has(memberId)) batch.push(each);
        else rest.push(each);
        members.add(memberId);
      }
      queue = rest;
      try {
        const rows = await postReceipts(
          sql,
          batch.map((each) => each.item),
          new Date(),
        );
        for (const row of rows) {
          const each = batch[row.no - 1];
          if (row.outcome === 'accepted') each?.done();
          else if (row.outcome === 'busy' && each) queue.unshift(each);
          else each?.failed(new Error(`the bare desk was answered ${row.outcome}`));
        }
      } catch (error) {
        for (const each of batch) each.failed(error);
      }
    }
    busy = false;
  };
  return {
    post: (item) =>
      new Promise((done, failed) => {
        queue.push({ item, done, failed });
        if (busy) return;
        busy = true;
        setImmediate(() => void work());
      }),
  };
}

/** Posts each receipt by a call and a commit of its own, over so many connections as `sql` has. */
export function singleDesk(sql: Sql): BareDesk {
  return {
    async post(item) {
      let outcome: string | undefined;
      // Its member's receipt before, which may bring the stamps that this one takes, may still be on its way.
      for (let turn = 0; turn < MOST_TURNS && outcome !== 'accepted'; turn++) {
        const [row] = await postReceipts(sql, [item], new Date());
        outcome = row?.outcome;
      }
      if (outcome !== 'accepted')
        throw new Error(`the bare desk was answered ${outcome} in ${MOST_TURNS} turns`);
    },
  };
}

/**
 * The next item to post for one of `members`, picked at random, as the rules make it of a first purchase and later of how many
 * stamps are on the card: so nearly the same is given, taken and kept as over HTTP. Nobody else may post for them.
 */
export function nextItem(
  members: BenchShop['members'],
  { items, byStamps }: Pick<Prepared, 'items' | 'byStamps'>,
): () => ReceiptItem {
  const stamps = new Map<string, number>();
  let basket = 0;
  return () => {
    const { memberId } = aMemberOf(members);
    const has = stamps.get(memberId);
    const place = ++basket % items.length;
    const item = has === undefined ? items[place] : byStamps[place]?.[has];
    if (!item) throw new Error(`no item is prepared for ${has} stamps`);
    const moved = item.movements.filter(({ currency }) => currency === 'stamps');
    stamps.set(
      memberId,
      moved.reduce((sum, { amount }) => sum + Number(amount), has ?? 0),
    );
    return another(item, memberId);
  };
}

let made = 0;

/** The item of another member and another receipt with the same lines and points. */
export function another(item: ReceiptItem, memberId: ReceiptItem['row']['memberId']): ReceiptItem {
  const now = Date.now();
  return {
    ...item,
    row: {
      ...item.row,
      memberId,
      receiptId: newId('rcp', now),
      externalId: `floor ${++made}`,
      eventId: newId('evt', now),
      version: null,
    },
    movements: item.movements.map((each) => ({ ...each, transferId: newId('trf', now) })),
  };
}
