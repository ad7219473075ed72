// How far the counting anew of tiers has come that a change of their basis asks for.
import { isNotNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { programme } from '#src/db/schema/stores.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Programme } from './read-programme.ts';

/** The programme, while something is to be counted: nobody else does it or changes it meanwhile. Null: nothing, or somebody does. */
export async function holdRecount(tx: Tx): Promise<(Programme & { tierCountingSince: Date }) | null> {
  const [row] = await tx
    .select()
    .from(programme)
    .where(isNotNull(programme.tierCountingSince))
    .for('update', { skipLocked: true });
  return row?.tierCountingSince ? { ...row, tierCountingSince: row.tierCountingSince } : null;
}

/** `to`: the last member who is done; null when all are. */
export async function noteRecount(tx: Tx, to: MemberId | null): Promise<void> {
  await tx
    .update(programme)
    .set(to === null ? { tierCountingSince: null, tierCountedTo: null } : { tierCountedTo: to });
}
