// Who did what, in the transaction in which it was done. Identifiers and figures only, never a name or a phone.
import type { Tx } from '#src/db/client.ts';
import { auditLog } from '#src/db/schema/staff.ts';

export interface Audit {
  /** A staff id, an API key id, a member id, or `system`. */
  actor: string;
  /** `noun.verb`, such as `staff.create`. */
  action: string;
  /** The identifier of what it was done to. */
  subject: string;
  detail?: Record<string, string | number | boolean | null | readonly string[]>;
  at: Date;
}

/** Writes one line; the log is append-only. An action that needs a person is shown by reports/list-concerns. */
export async function recordAudit(tx: Tx, { actor, action, subject, detail = {}, at }: Audit): Promise<void> {
  await tx.insert(auditLog).values({ actor, action, subject, detail, recordedAt: at });
}
