import { and, eq, gt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { auditLog } from '#src/db/schema/staff.ts';

/** Whether `actor` is in the audit log with this action on this subject since then. */
export async function wasRecorded(
  db: Reader,
  { actor, action, subject, since }: { actor: string; action: string; subject: string; since: Date },
): Promise<boolean> {
  const [row] = await db
    .select({ auditId: auditLog.auditId })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.subject, subject),
        gt(auditLog.recordedAt, since),
        eq(auditLog.action, action),
        eq(auditLog.actor, actor),
      ),
    )
    .limit(1);
  return row !== undefined;
}
