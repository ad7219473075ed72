import { and, desc, eq, lt, sql } from 'drizzle-orm';
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

export interface AuditRow extends AuditLine {
  auditId: bigint;
  subject: string;
}

/** Which lines of the log; what is left out does not matter. */
export interface AuditFilter {
  actor?: string | undefined;
  subject?: string | undefined;
  /** The noun of the action, such as `staff`. */
  about?: string | undefined;
  /** From before this line on. */
  before?: bigint | undefined;
  limit: number;
}

/** Who did what, the newest first. */
export async function listAuditLog(db: Reader, filter: AuditFilter): Promise<AuditRow[]> {
  const { actor, subject, about, before, limit } = filter;
  const rows = await db
    .select()
    .from(auditLog)
    .where(
      and(
        actor === undefined ? undefined : eq(auditLog.actor, actor),
        subject === undefined ? undefined : eq(auditLog.subject, subject),
        about === undefined ? undefined : sql`split_part(${auditLog.action}, '.', 1) = ${about}`,
        before === undefined ? undefined : lt(auditLog.auditId, before),
      ),
    )
    .orderBy(desc(auditLog.auditId))
    .limit(limit);
  // Only recordAudit writes details.
  return rows.map(({ recordedAt, detail, ...row }) => ({
    ...row,
    at: recordedAt,
    detail: detail as Record<string, unknown>,
  }));
}
