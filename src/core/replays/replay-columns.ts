// The receipts of a replay in memory, column by column: a year of them is a few typed arrays instead of millions of
// objects. Texts are kept once and named by number.

import type { Sql } from '#src/db/client.ts';
import { type CopiedRow, copyOut } from '#src/db/copy-out.ts';
import { type LineColumns, lineColumns, readLines } from './replay-lines.ts';
import { type MemberColumns, readMembers } from './replay-members.ts';
import type { ReplayNeeds } from './replay-needs.ts';
import {
  doubled,
  membersOf,
  numberOf,
  type ReplayScope,
  readFrom,
  SOLD,
  type Words,
} from './replay-scope.ts';

export interface ReceiptColumns {
  count: number;
  member: Int32Array;
  store: Int32Array;
  till: Int32Array;
  /** Milliseconds. */
  at: Float64Array;
  /** Before our discounts. */
  amountMinor: Float64Array;
  /** After them. */
  paidMinor: Float64Array;
  burnt: Float64Array;
  /** Points before it; empty unless needed. */
  balance: Float64Array;
  /** By time. */
  inOrder: Uint32Array;
}

export interface ReplayColumns {
  receipts: ReceiptColumns;
  stores: Words;
  tills: Words;
  members: MemberColumns;
  /** Null when no rule asks. */
  lines: LineColumns | null;
}

/** Reads one part. */
export async function readColumns(sql: Sql, asked: ReplayScope): Promise<ReplayColumns> {
  const { needs, signal } = asked;
  const members: Words = { texts: [], numbers: new Map() };
  const stores: Words = { texts: [], numbers: new Map() };
  const tills: Words = { texts: [], numbers: new Map() };
  const where = `occurred_at > '${readFrom(asked).toISOString()}' and occurred_at <= '${asked.until.toISOString()}'
    and ${SOLD} and ${membersOf(asked)}`;
  const receipts = emptyReceipts();
  const places = needs.lines ? new Map<string, number>() : null;
  const query = `
    select receipt_id, member_id, store_id, coalesce(till_id, ''), occurred_at, amount_minor, discount_minor, burnt,
      balance_after - earned + burnt
    from receipt where ${where}`;
  const since = asked.since.getTime();
  const take = (row: CopiedRow) => {
    const place = addReceipt(receipts, row, { members, stores, tills, needs });
    // Of receipts that are only looked back upon no line is needed.
    if (places && (receipts.at[place] ?? 0) > since) places.set(row.key(0), place);
  };
  await copyOut(sql, query, take, signal ? { signal } : {});
  receipts.inOrder = orderByTime(receipts);
  const told = await readMembers(sql, { ...asked, members });
  const lines = places
    ? lineColumns(await readLines(sql, { ...asked, places, where }), receipts.count)
    : null;
  return { receipts, stores, tills, members: told, lines };
}

function emptyReceipts(): ReceiptColumns {
  return {
    count: 0,
    member: new Int32Array(1_024),
    store: new Int32Array(1_024),
    till: new Int32Array(1_024),
    at: new Float64Array(1_024),
    amountMinor: new Float64Array(1_024),
    paidMinor: new Float64Array(1_024),
    burnt: new Float64Array(1_024),
    balance: new Float64Array(0),
    inOrder: new Uint32Array(0),
  };
}

function addReceipt(
  receipts: ReceiptColumns,
  row: CopiedRow,
  words: { members: Words; stores: Words; tills: Words; needs: ReplayNeeds },
): number {
  const place = receipts.count++;
  if (place === receipts.member.length) {
    for (const name of ['member', 'store', 'till'] as const) receipts[name] = doubled(receipts[name]);
    for (const name of ['at', 'amountMinor', 'paidMinor', 'burnt'] as const)
      receipts[name] = doubled(receipts[name]);
  }
  receipts.member[place] = numberOf(words.members, row, 1);
  receipts.store[place] = numberOf(words.stores, row, 2);
  if (words.needs.till) receipts.till[place] = numberOf(words.tills, row, 3);
  receipts.at[place] = row.at(4);
  receipts.paidMinor[place] = row.int(5);
  receipts.amountMinor[place] = row.int(5) + row.int(6);
  receipts.burnt[place] = row.int(7);
  if (words.needs.balances) {
    while (place >= receipts.balance.length) receipts.balance = doubled(receipts.balance);
    receipts.balance[place] = row.int(8);
  }
  return place;
}

function orderByTime({ count, at }: ReceiptColumns): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
}
