// What the member who speaks buys most often, and putting one of it on the shopping list.
import { listFavourites } from '#src/core/receipts/list-favourites.ts';
import { listReceiptLines } from '#src/core/receipts/list-receipts.ts';
import { Refusal } from '#src/core/refusal.ts';
import { LONGEST_NAME } from '#src/core/shopping/read-written.ts';
import { addItems } from '#src/core/shopping/shopping-list.ts';
import { isId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

export async function favourites(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const all = await listFavourites(doing.tx, { memberId, at: doing.event.at });
  return { kind: 'did', did: 'readFavourites', favourites: all };
}

/** Throws Refusal `not_found` when it is no line of the member's own receipts. */
export async function buyAgain(
  doing: Doing,
  { receiptId, lineNo }: Extract<Command, { do: 'buyAgain' }>,
): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { tx, event } = doing;
  if (!isId('rcp', receiptId)) throw new Refusal('not_found');
  const lines = await listReceiptLines(tx, { memberId, receiptId });
  const line = lines.find((each) => each.lineNo === lineNo);
  const name = (line?.name ?? '').slice(0, LONGEST_NAME).toWellFormed();
  if (name === '') throw new Refusal('not_found');
  const wanted = [{ name, quantityMilli: null, unit: '' }];
  const { left } = await addItems(tx, { memberId, wanted, at: event.at });
  return { kind: 'did', did: 'buyAgain', name, fits: left === 0 };
}
