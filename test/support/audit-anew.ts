import { type AuditFinding, auditLedger } from '#src/core/ledger/audit-ledger.ts';
import type { TestDatabase } from './database.ts';

/** An audit for lives that follow each other in one database: it tells what it had not found before. */
export function auditAnew({ db }: Pick<TestDatabase, 'db'>): () => Promise<AuditFinding[]> {
  const known = new Map<string, number>();
  return async () => {
    const { findings } = await auditLedger(db);
    const anew = findings.filter(({ rule, count }) => count > (known.get(rule) ?? 0));
    for (const { rule, count } of findings) known.set(rule, count);
    return anew;
  };
}
