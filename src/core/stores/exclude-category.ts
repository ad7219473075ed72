import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { category as table } from '#src/db/schema/stores.ts';
import { invalidField } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { noteTerms } from './note-terms.ts';

export interface ExcludeCategory {
  category: string;
  /** By law: neither earns, nor is discounted, nor paid with points. */
  excluded: boolean;
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * Keeps a category out, or lets it in again; it counts for receipts from `at` on. Throws Refusal invalid_input
 * {field: 'category'}.
 */
export async function excludeCategory(
  tx: Tx,
  { category, excluded, actor, at }: ExcludeCategory,
): Promise<void> {
  if (category.trim() === '') throw invalidField('category', 'empty');
  const [before] = await tx.select().from(table).where(eq(table.category, category)).for('update');
  if (before?.excluded === excluded) return;
  await noteTerms(tx, at);
  const fields = { excluded, changedBy: actor, changedAt: at };
  await tx
    .insert(table)
    .values({ category, ...fields })
    .onConflictDoUpdate({ target: table.category, set: fields });
  const action = excluded ? 'category.exclude' : 'category.include';
  await recordAudit(tx, { actor, action, subject: category, at });
}
