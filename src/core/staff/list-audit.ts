import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { auditLog } from '#src/db/schema/staff.ts';

export interface AuditLine {
  at: Date;
  /** A staff id, an API key id, a member id, or `system`. */
  actor: string;
  action: string;
  detail: Record<string, unknown>;
}

/** What was done to a subject, the newest first. */
export async function listAudit(
  db: Reader,
  { subject, limit }: { subject: string; limit: number },
): Promise<AuditLine[]> {
  const rows = await db
    .select()
    .from(auditLog)
    .where(eq(auditLog.subject, subject))
    .orderBy(desc(auditLog.recordedAt), desc(auditLog.auditId))
    .limit(limit);
  // Only recordAudit writes details.
  return rows.map(({ recordedAt, actor, action, detail }) => ({
    at: recordedAt,
    actor,
    action,
    detail: detail as Record<string, unknown>,
  }));
}
