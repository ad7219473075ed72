import type { Tx } from '#src/db/client.ts';
import { programme } from '#src/db/schema/stores.ts';
import { NotSetUpError, type Programme } from './read-programme.ts';

/** What an admin may change; the currency stays, because the sums that were recorded are in it. */
export type ProgrammeChange = Partial<Omit<Programme, 'programmeId' | 'moneyCurrency'>>;

/** Changes the programme's settings; they count from the next receipt on. Returns the whole programme. */
export async function changeProgramme(tx: Tx, change: ProgrammeChange): Promise<Programme> {
  const isEmpty = Object.values(change).every((value) => value === undefined);
  const rows = isEmpty
    ? await tx.select().from(programme)
    : await tx.update(programme).set(change).returning();
  const [row] = rows;
  if (!row) throw new NotSetUpError();
  return row;
}
