// Whether a basket that comes with a card was closed as nobody's before. Asked with each of them, so those that come together
// are looked up together: one by one it took a fifth of a busy shop's receipts.
import { findPaidSlip, placesOfSlips } from '#src/core/receipts/find-paid-slip.ts';
import type { ReceiptName } from '#src/core/receipts/open-receipt.ts';
import type { AnonymousReceipt } from '#src/core/receipts/record-anonymous.ts';
import type { Database } from '#src/db/client.ts';

/** As findPaidSlip. */
export type PaidSlips = (name: ReceiptName) => Promise<AnonymousReceipt | null>;

interface Asked {
  name: ReceiptName;
  answer: (isThere: boolean) => void;
  fail: (error: unknown) => void;
}

export function paidSlips({ db, sql }: Pick<Database, 'db' | 'sql'>): PaidSlips {
  let gathered: Asked[] = [];

  async function look(): Promise<void> {
    const asked = gathered;
    gathered = [];
    try {
      const places = await placesOfSlips(
        sql,
        asked.map(({ name }) => name),
      );
      for (const [place, { answer }] of asked.entries()) answer(places.has(place));
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }

  /** Those of one turn of the event loop go together. */
  const isThere = (name: ReceiptName) =>
    new Promise<boolean>((answer, fail) => {
      if (gathered.push({ name, answer, fail }) === 1) setImmediate(() => void look());
    });

  return async (name) => ((await isThere(name)) ? await findPaidSlip(db, name) : null);
}
