import { type Reader, type Sql, within } from '#src/db/client.ts';
import { findCancellation } from './find-cancellation.ts';
import type { ReceiptName } from './open-receipt.ts';
import { type AnonymousReceipt, findAnonymous } from './record-anonymous.ts';

const TIMEOUT_MS = 5_000;

/** The receipt that was closed as nobody's under this name, and so has been paid; null when there is none, or it was cancelled. */
export async function findPaidSlip(db: Reader, name: ReceiptName): Promise<AnonymousReceipt | null> {
  const found = await findAnonymous(db, name);
  return found && (await findCancellation(db, name)) === null ? found : null;
}

/** The places, from 0, of those names under which a receipt was closed as nobody's. One statement. */
export async function placesOfSlips(sql: Sql, names: readonly ReceiptName[]): Promise<Set<number>> {
  const rows = await within(
    TIMEOUT_MS,
    sql<{ place: number }[]>`
      select (a.no - 1)::int as place
      from unnest(${names.map(({ storeId }) => storeId)}::text[],
        ${names.map(({ externalId }) => externalId)}::text[]) with ordinality as a (store_id, external_id, no)
      join anonymous_receipt using (store_id, external_id)`,
  );
  return new Set(rows.map(({ place }) => place));
}
