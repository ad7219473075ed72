// Proves the books from first principles, rule by rule.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { AUDIT_RULES } from './audit-rules.ts';

export interface AuditFinding {
  /** Which rule does not hold. */
  rule: string;
  /** How many rows break it. */
  count: number;
  /** A few identifiers to begin looking with. */
  examples: string[];
}

export interface AuditReport {
  transfers: bigint;
  entries: bigint;
  findings: AuditFinding[];
}

/** Checks every rule over all the books. Reads only; `findings` is empty when the books are right. */
export async function auditLedger(db: Reader): Promise<AuditReport> {
  const findings: AuditFinding[] = [];
  for (const { rule, broken } of AUDIT_RULES) {
    const [row] = await db.execute<{ count: bigint; examples: string[] | null }>(
      sql`with broken as (${broken}) select count(*) as count, (array_agg(id))[1:5] as examples from broken`,
    );
    if (row && row.count > 0n)
      findings.push({ rule, count: Number(row.count), examples: row.examples ?? [] });
  }
  const [counted] = await db.execute<{ transfers: bigint; entries: bigint }>(
    sql`select (select count(*) from transfer) as transfers, (select count(*) from entry) as entries`,
  );
  return { transfers: counted?.transfers ?? 0n, entries: counted?.entries ?? 0n, findings };
}
