import type { Reader } from '#src/db/client.ts';
import { readPartner } from './list-partners.ts';
import { type Caller, holderOf } from './partner-shape.ts';

/** Who moved the points and what their slip says, for whoever asks why; the partner is called as it was called then. */
export async function reasonOf(
  db: Reader,
  by: Caller,
  reference: string,
): Promise<Readonly<Record<string, string>>> {
  const name = by.partnerId && (await readPartner(db, by.partnerId)).name;
  return { by: holderOf(by), ...(name && { name }), ...(reference && { reference }) };
}
