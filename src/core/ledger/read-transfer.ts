import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { TransferRow } from './list-transfers.ts';

type TransferName = { memberId: MemberId } & ({ transferId: TransferId } | { key: string });

/** One transfer of a member that must be there, by its id or by its key. */
export async function readTransfer(db: Reader, asked: TransferName): Promise<TransferRow> {
  const row = await findTransfer(db, asked);
  if (!row) throw new Error('a transfer that must be there is not');
  return row;
}

/** The same where it may be missing. */
export async function findTransfer(db: Reader, asked: TransferName): Promise<TransferRow | null> {
  const named =
    'key' in asked ? eq(transfer.idempotencyKey, asked.key) : eq(transfer.transferId, asked.transferId);
  const [row] = await db
    .select()
    .from(transfer)
    .where(and(eq(transfer.memberId, asked.memberId), named));
  return row ?? null;
}
