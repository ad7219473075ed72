// A cashier who puts one card on many receipts may be putting it on other people's. Nothing is refused; it is noted
// for the admin each time the day's count reaches another handful.
import { and, count, eq, gte } from 'drizzle-orm';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId, StaffId } from '#src/lib/id.ts';

const DAY_MS = 24 * 3_600_000;
const HANDFUL = 5;

/** Call after a receipt was accepted. Returns how many of this member's the cashier has accepted within a day. */
export async function watchVelocity(
  db: Db,
  { memberId, staffId, at }: { memberId: MemberId; staffId: StaffId; at: Date },
): Promise<number> {
  const [row] = await db
    .select({ receipts: count() })
    .from(receipt)
    .where(
      and(
        eq(receipt.memberId, memberId),
        gte(receipt.occurredAt, new Date(at.getTime() - DAY_MS)),
        eq(receipt.acceptedBy, staffId),
      ),
    );
  const receipts = row?.receipts ?? 0;
  if (receipts > 0 && receipts % HANDFUL === 0) {
    await transaction(db, (tx) =>
      recordAudit(tx, {
        actor: staffId,
        action: 'till.velocity',
        subject: memberId,
        detail: { receipts },
        at,
      }),
    );
  }
  return receipts;
}
