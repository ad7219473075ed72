import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

/** How many stamps of each currency the live rules ask for before a piece is free. */
export async function readStampCards(db: Reader): Promise<Map<string, number>> {
  const rows = await db.execute<{ currency: string; need: number }>(sql`
    select effect ->> 'currency' as currency, min((effect ->> 'need')::integer) as need
    from rule_version v cross join jsonb_array_elements(v.definition -> 'effects') as effect
    where v.live_until is null and effect ->> 'kind' = 'stamp'
    group by 1`);
  return new Map(rows.map(({ currency, need }) => [currency, need]));
}
