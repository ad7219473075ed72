// Which version of each block somebody reads, as a piece of SQL over a member (`m`): chosen when the audience is written
// down, and for one member when they are previewed.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { readAudience } from '../../segments/read-audience.ts';
import { type CampaignContent, isForAll } from '../campaign-content.ts';

export interface PickOptions {
  /** The place of the reader's variant, from 0: an expression of a number. */
  variant: SQL;
  /** The keys of the variants, in order. */
  variants: readonly string[];
  at: Date;
}

/** An expression of `smallint[]`: of each block the version from 1, or 0; null where everybody reads the first of each. */
export async function pickedSql(
  db: Reader,
  content: CampaignContent,
  { variant, variants, at }: PickOptions,
): Promise<SQL> {
  if (isForAll(content)) return sql`null::smallint[]`;
  const conditions = content.blocks.flatMap(({ versions }) => versions.map(({ when }) => when));
  const wheres = await readAudience(db, conditions, at);
  let next = 0;
  const blocks = content.blocks.map(({ versions }) => {
    const cases = versions.map(({ variant: key }, index) => {
      const where = wheres[next++] ?? sql`true`;
      const fits = key === null ? where : sql`${variant} = ${variants.indexOf(key)}::integer and ${where}`;
      return sql`when ${fits} then ${index + 1}::smallint`;
    });
    return sql`case ${sql.join(cases, sql` `)} else 0::smallint end`;
  });
  return sql`array[${sql.join(blocks, sql`, `)}]::smallint[]`;
}
