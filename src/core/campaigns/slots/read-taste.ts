// What is bought by people alike: of each cluster (members whose money goes for the same category), the share who bought the
// goods of an offer within 30 days. Asked of a sample, which is the same each time, and kept for an hour.
import type { Sql } from '#src/db/client.ts';
import { runText } from '#src/db/run-text.ts';
import type { OfferId } from '#src/lib/id.ts';
import { type GoodsByOffer, goodsText } from './read-habits.ts';

export interface Taste {
  /** The share of a cluster that bought the goods, 0 to 1; of a small one nearer to that of everybody. */
  of(cluster: string, offerId: OfferId): number;
}

/** Members in the sample: the share of a cluster of 500 is then right within some 4 points. */
const SAMPLE = 5_000;
/** So many of everybody stand beside those of a cluster. */
const PRIOR = 20;

const QUERY = `
  with size as (select count(*) as members from member where status = 'active'),
  sample as materialized (
    select m.member_id, coalesce(s.favourite_category, '') as cluster
    from member m cross join size left join member_stats s on s.member_id = m.member_id
    where m.status = 'active'
      and share_of(m.member_id, 'taste') < ceil(10000.0 * $3::integer / greatest(size.members, $3::integer))
  ), goods as materialized (
    select offer, kind, value from jsonb_to_recordset($1::text::jsonb) as g(offer text, kind text, value text)
  ), line as materialized (
    select s.member_id, s.cluster, l.sku, fold_category(l.category) as category, l.brand
    from sample s join receipt r on r.member_id = s.member_id and r.occurred_at > $2::timestamptz - interval '30 days'
        and r.occurred_at <= $2::timestamptz and r.state not in ('returned', 'cancelled')
      join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
    where not l.excluded and l.returned_milli < l.quantity_milli
  ), bought as (
    select member_id, cluster, offer from line join goods on kind = 'sku' and value = sku
    union select member_id, cluster, offer from line join goods on kind = 'category' and value = category
    union select member_id, cluster, offer from line join goods on kind = 'brand' and value = brand
  )
  select cluster, null as offer, count(*)::integer as members from sample group by cluster
  union all select cluster, offer, count(*)::integer from bought group by cluster, offer`;

interface Row {
  cluster: string;
  /** Null: all of the cluster. */
  offer: OfferId | null;
  members: number;
}

export async function readTaste(sql: Sql, { goods, at }: { goods: GoodsByOffer; at: Date }): Promise<Taste> {
  const rows = await runText<Row>(sql, QUERY, [goodsText(goods), at.toISOString(), SAMPLE]);
  const counts = new Map(rows.map(({ cluster, offer, members }) => [`${offer ?? ''} ${cluster}`, members]));
  const everybody = new Map<string, number>();
  for (const { offer, members } of rows)
    everybody.set(offer ?? '', (everybody.get(offer ?? '') ?? 0) + members);
  const all = Math.max(1, everybody.get('') ?? 0);
  return {
    of(cluster, offerId) {
      const overall = (everybody.get(offerId) ?? 0) / all;
      const members = counts.get(` ${cluster}`) ?? 0;
      const bought = counts.get(`${offerId} ${cluster}`) ?? 0;
      return (bought + PRIOR * overall) / (members + PRIOR);
    },
  };
}
