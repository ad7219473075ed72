// A basket that comes with a card after it was closed as nobody's: its money has been taken.
import { type Db, type Reader, type Sql, within } from '#src/db/client.ts';
import { findCancellation } from './find-cancellation.ts';
import type { ReceiptName } from './open-receipt.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { findAnonymous } from './record-anonymous.ts';

const TIMEOUT_MS = 5_000;

/**
 * A card that comes after the money brings what a claim of the slip would: points, and nothing off the price. The receipt as
 * that; null when nothing was closed as nobody's under its name, or it was cancelled. `timed`: its sender said when.
 */
export async function onPaidSlip(
  db: Reader,
  { mayBeSlip: _asked, ...input }: ReceiptInput,
  timed: boolean,
): Promise<ReceiptInput | null> {
  const slip = await findAnonymous(db, input);
  if (!slip || (await findCancellation(db, input)) !== null) return null;
  return { ...input, isPaid: true, ...(!timed && { occurredAt: slip.receipt.occurredAt }) };
}

/**
 * Those of a batch that are slips which were paid, by their place from 0. One statement for all of them, and nothing else where
 * none is.
 */
export async function onPaidSlips(
  { db, sql }: { db: Db; sql: Sql },
  inputs: readonly ReceiptInput[],
): Promise<Map<number, ReceiptInput>> {
  const found = new Map<number, ReceiptInput>();
  const asked = inputs.flatMap(({ mayBeSlip, storeId, externalId }, place) =>
    mayBeSlip ? [{ place, storeId, externalId }] : [],
  );
  for (const place of await placesOfSlips(sql, asked)) {
    const input = inputs[place];
    const paid = input && (await onPaidSlip(db, input, input.mayBeSlip?.timed ?? true));
    if (paid) found.set(place, paid);
  }
  return found;
}

async function placesOfSlips(
  sql: Sql,
  asked: readonly (ReceiptName & { place: number })[],
): Promise<number[]> {
  if (asked.length === 0) return [];
  const rows = await within(
    TIMEOUT_MS,
    sql<{ place: number }[]>`
      select a.place
      from unnest(${asked.map(({ place }) => place)}::int[], ${asked.map(({ storeId }) => storeId)}::text[],
        ${asked.map(({ externalId }) => externalId)}::text[]) as a (place, store_id, external_id)
      join anonymous_receipt using (store_id, external_id)`,
  );
  return rows.map(({ place }) => place);
}
