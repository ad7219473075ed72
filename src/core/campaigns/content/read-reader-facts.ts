// What only some texts say of a reader: their tier, the store where they bought last, the points that end next. Read for a
// handful of readers at once, and only where a text asks for it.
import type { Reader, Sql } from '#src/db/client.ts';
import { runText, runTextIn } from '#src/db/run-text.ts';
import type { MemberId, StoreId } from '#src/lib/id.ts';
import type { ReadyContent } from './compile-content.ts';
import type { ReaderFacts } from './compose-campaign-message.ts';

/** Each part is looked up by the member's own keys, and left out where nobody asks for it. */
const QUERY = `
  select m.member_id, m.tier_key,
    case when $3 then (select r.store_id from receipt r where r.member_id = m.member_id
      order by r.occurred_at desc limit 1) end as store_id,
    case when $4 then (select jsonb_build_array(sum(remaining)::text, extract(epoch from min(ends_at)) * 1000)
      from (select remaining, ends_at, min(ends_at) over () as first from (
        select l.remaining, lot_end(l) as ends_at from lot l
        where l.member_id = m.member_id and l.currency = 'points' and l.remaining > 0) ending
        where ends_at > $2::timestamptz) open
      where ends_at < first + interval '1 day') end as expiring
  from member m where m.member_id = any ($1::text[])`;

interface Row {
  member_id: MemberId;
  tier_key: string;
  store_id: StoreId | null;
  expiring: [string | null, number | null] | null;
}

/** By member; empty where the texts ask for nothing. */
export async function readReaderFacts(
  sql: Sql,
  memberIds: MemberId[],
  { facts, at }: { facts: ReadyContent['facts']; at: Date },
): Promise<Map<MemberId, ReaderFacts>> {
  if (facts.size === 0 || memberIds.length === 0) return new Map();
  return factsOf(await runText<Row>(sql, QUERY, asked(memberIds, facts, at)), at);
}

/** The same as a transaction sees it. */
export async function readReaderFactsIn(
  db: Reader,
  memberIds: MemberId[],
  { facts, at }: { facts: ReadyContent['facts']; at: Date },
): Promise<Map<MemberId, ReaderFacts>> {
  if (facts.size === 0 || memberIds.length === 0) return new Map();
  return factsOf(await runTextIn<Row>(db, QUERY, asked(memberIds, facts, at)), at);
}

function asked(memberIds: MemberId[], facts: ReadyContent['facts'], at: Date): unknown[] {
  return [memberIds, at.toISOString(), facts.has('store'), facts.has('expiring') || facts.has('days')];
}

function factsOf(rows: Row[], at: Date): Map<MemberId, ReaderFacts> {
  return new Map(
    rows.map(({ member_id, tier_key, store_id, expiring }) => {
      const [points, endsAt] = expiring ?? [];
      return [
        member_id,
        {
          tierKey: tier_key,
          storeId: store_id,
          expiring: points && endsAt ? { points: BigInt(points), at: Number(endsAt) } : null,
          now: at.getTime(),
        },
      ];
    }),
  );
}
