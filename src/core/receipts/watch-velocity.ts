// A cashier who puts one card on many receipts may be putting it on other people's. Nothing is refused; it is noted
// for the admin, once a day for each cashier and member.
import { and, count, eq, gte } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { wasRecorded } from '../staff/was-recorded.ts';

const DAY_MS = 24 * 3_600_000;
const MANY = 5;
const ACTION = 'till.velocity';

/** Call after a receipt was accepted. Returns how many of this member's the cashier has accepted within a day. */
export async function watchVelocity(
  tx: Tx,
  { memberId, staffId, at }: { memberId: MemberId; staffId: string; at: Date },
): Promise<number> {
  const since = new Date(at.getTime() - DAY_MS);
  const [row] = await tx
    .select({ receipts: count() })
    .from(receipt)
    .where(
      and(eq(receipt.memberId, memberId), gte(receipt.occurredAt, since), eq(receipt.acceptedBy, staffId)),
    );
  const receipts = row?.receipts ?? 0;
  if (receipts < MANY) return receipts;
  const note = { actor: staffId, action: ACTION, subject: memberId };
  if (!(await wasRecorded(tx, { ...note, since })))
    await recordAudit(tx, { ...note, detail: { receipts }, at });
  return receipts;
}
