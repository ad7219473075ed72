import type { Tx } from '#src/db/client.ts';
import { programme } from '#src/db/schema/stores.ts';
import { noteTerms } from './note-terms.ts';
import { NotSetUpError, type Programme } from './read-programme.ts';

/** What an admin may change; the currency stays, because the sums that were recorded are in it. */
export type ProgrammeChange = Partial<
  Omit<Programme, 'programmeId' | 'moneyCurrency' | 'tierCountingSince' | 'tierCountedTo'>
>;

/**
 * Changes the programme's settings; they count from the next receipt on. With another tier basis what counts by month is
 * counted anew for everybody (members `recountMonths`), and no tier moves by it before. Returns the whole programme.
 */
export async function changeProgramme(tx: Tx, change: ProgrammeChange, at: Date): Promise<Programme> {
  const [before] = await tx.select().from(programme).for('update');
  if (!before) throw new NotSetUpError();
  if (Object.values(change).every((value) => value === undefined)) return before;
  if (change.pointValueMinor !== undefined && change.pointValueMinor !== before.pointValueMinor)
    await noteTerms(tx, at);
  const recounts = change.tierBasis !== undefined && change.tierBasis !== before.tierBasis;
  const [row] = await tx
    .update(programme)
    .set({ ...change, ...(recounts && { tierCountingSince: at, tierCountedTo: null }) })
    .returning();
  if (!row) throw new NotSetUpError();
  return row;
}
