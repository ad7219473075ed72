// A member's shopping list. What is cleared can be taken back for a while; what is ticked stays below what is not.
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { shoppingItem } from '#src/db/schema/shopping.ts';
import { type MemberId, newId, type ShoppingItemId } from '#src/lib/id.ts';
import { listReceiptLines, listReceipts } from '../receipts/list-receipts.ts';
import { invalidField } from '../refusal.ts';
import { LONGEST_NAME, type Wanted } from './read-written.ts';

export type ShoppingItem = Pick<
  typeof shoppingItem.$inferSelect,
  'itemId' | 'name' | 'quantityMilli' | 'unit' | 'tickedAt'
>;

/** Enough for a family's week; a longer list is no list any more. */
export const MOST_ITEMS = 100;

const open = (memberId: MemberId) => and(eq(shoppingItem.memberId, memberId), isNull(shoppingItem.clearedAt));

export async function listItems(db: Reader, memberId: MemberId): Promise<ShoppingItem[]> {
  const { itemId, name, quantityMilli, unit, tickedAt } = shoppingItem;
  return await db
    .select({ itemId, name, quantityMilli, unit, tickedAt })
    .from(shoppingItem)
    .where(open(memberId))
    .orderBy(sql`${tickedAt} is not null`, asc(itemId));
}

/**
 * Puts things on the list; one that is on it already, unticked, takes the new quantity. `left`: how many had no room.
 * Throws Refusal `invalid_input` when there is nothing to put.
 */
export async function addItems(
  tx: Tx,
  { memberId, wanted, at }: { memberId: MemberId; wanted: Wanted[]; at: Date },
): Promise<{ added: number; left: number }> {
  if (wanted.length === 0) throw invalidField('name', 'empty');
  const there = await listItems(tx, memberId);
  const known = new Map(there.filter((item) => !item.tickedAt).map((item) => [same(item.name), item.itemId]));
  const fresh = new Map<string, Wanted>();
  let added = 0;
  for (const each of wanted) {
    const itemId = known.get(same(each.name));
    if (!itemId) fresh.set(same(each.name), each);
    else if (each.quantityMilli !== null) {
      const { quantityMilli, unit } = each;
      await tx
        .update(shoppingItem)
        .set({ quantityMilli, unit })
        .where(and(eq(shoppingItem.memberId, memberId), eq(shoppingItem.itemId, itemId)));
      added++;
    }
  }
  const room = Math.max(0, MOST_ITEMS - there.length);
  const rows = [...fresh.values()].slice(0, room).map((each, place) => ({
    memberId,
    // A millisecond apart, so that they stay in the order in which they were written.
    itemId: newId('itm', at.getTime() + place),
    addedAt: at,
    ...each,
  }));
  if (rows.length > 0) await tx.insert(shoppingItem).values(rows);
  return { added: added + rows.length, left: Math.max(0, fresh.size - room) };
}

/** Ticks a thing off, or back on; what is not there any more changes nothing. */
export async function tickItem(
  tx: Tx,
  { memberId, itemId, at }: { memberId: MemberId; itemId: ShoppingItemId; at: Date },
): Promise<void> {
  await tx
    .update(shoppingItem)
    .set({ tickedAt: sql`case when ${shoppingItem.tickedAt} is null then ${at}::timestamptz end` })
    .where(and(open(memberId), eq(shoppingItem.itemId, itemId)));
}

/** Clears the list, or only what is ticked. Returns how many went. */
export async function clearItems(
  tx: Tx,
  { memberId, ticked, at }: { memberId: MemberId; ticked: boolean; at: Date },
): Promise<number> {
  const cleared = await tx
    .update(shoppingItem)
    .set({ clearedAt: at })
    .where(and(open(memberId), ticked ? sql`${shoppingItem.tickedAt} is not null` : undefined))
    .returning({ itemId: shoppingItem.itemId });
  return cleared.length;
}

/** Takes back what was cleared at that moment, as far as there is room. */
export async function restoreItems(
  tx: Tx,
  { memberId, clearedAt }: { memberId: MemberId; clearedAt: Date },
): Promise<void> {
  const room = MOST_ITEMS - (await listItems(tx, memberId)).length;
  await tx.execute(sql`
    update shopping_item set cleared_at = null
    where member_id = ${memberId} and item_id in (
      select item_id from shopping_item where member_id = ${memberId} and cleared_at = ${clearedAt}::timestamptz
      order by item_id limit ${Math.max(0, room)})`);
}

/** What the last purchase with lines had, as things to buy again; nothing where there was none. */
export async function readLastPurchase(db: Reader, memberId: MemberId): Promise<Wanted[]> {
  for (const { receiptId } of await listReceipts(db, memberId, { limit: 5 })) {
    const lines = await listReceiptLines(db, { memberId, receiptId });
    const wanted = lines
      .filter((line) => line.returnedMilli < line.quantityMilli)
      .map(({ name, sku, quantityMilli }) => {
        const whole = quantityMilli > 1_000n && quantityMilli % 1_000n === 0n;
        return {
          name: (name || sku).slice(0, LONGEST_NAME).toWellFormed(),
          quantityMilli: whole ? Number(quantityMilli) : null,
          unit: '',
        };
      })
      .filter(({ name }) => name !== '');
    if (wanted.length > 0) return wanted;
  }
  return [];
}

/** Forgets what was cleared more than a day ago. */
export async function sweepShopping(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`delete from shopping_item where cleared_at < ${at}::timestamptz - interval '1 day'`);
}

const same = (name: string): string => name.toLowerCase().replace(/\s+/gu, ' ').trim();
