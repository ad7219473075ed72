import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { Text } from './rule.ts';
import type { RuleCalled } from './rule-name-in.ts';

export interface StampCard {
  /** Stamps before a piece is free. */
  need: number;
  /** The rule that gives it; null where several share one kind of stamps. */
  called: RuleCalled | null;
}

/** By currency. */
export type StampCards = ReadonlyMap<string, StampCard>;

/** What the rules in force ask for before a piece is free. */
export async function readStampCards(db: Reader, at: Date): Promise<StampCards> {
  const rows = await db.execute<{
    currency: string;
    need: number;
    rules: number;
    name: string;
    names: Text | null;
  }>(sql`
    select effect ->> 'currency' as currency, min((effect ->> 'need')::integer) as need,
      count(distinct v.rule_id)::integer as rules, min(v.name) as name, min(v.names::text)::jsonb as names
    from rule_version v cross join jsonb_array_elements(v.definition -> 'effects') as effect
    where v.live_from <= ${at}::timestamptz and coalesce(v.live_until > ${at}::timestamptz, true)
      and effect ->> 'kind' = 'stamp'
    group by 1`);
  return new Map(
    rows.map(({ currency, need, rules, name, names }) => [
      currency,
      { need, called: rules === 1 ? { name, ...(names && { names }) } : null },
    ]),
  );
}
