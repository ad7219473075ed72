// How many people read each version of each block, so that a version that nobody reads is seen before the launch.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { CampaignContent } from '../campaign-content.ts';
import { type Variant, variantOf } from '../variant-of.ts';
import { pickedSql } from './picked-sql.ts';

export interface BlockReaders {
  /** By version. */
  readers: number[];
  /** Who gets no version of it. */
  none: number;
}

export interface ContentReaders {
  blocks: BlockReaders[];
  /** Counted in a sample of the members and carried over to all. */
  about: boolean;
}

/** Members looked at, at most: a version of 1 % is then counted right within a tenth of itself. */
const SAMPLE = 20_000;

/** Of the active members who agreed; whom else the audience leaves out is not asked. */
export async function countReaders(
  db: Reader,
  {
    campaignId,
    content,
    variants,
    at,
  }: { campaignId: CampaignId; content: CampaignContent; variants: Variant[]; at: Date },
): Promise<ContentReaders> {
  const keys = variants.map(({ key }) => key);
  const picked = await pickedSql(db, content, {
    variant: variantOf(campaignId, variants),
    variants: keys,
    at,
  });
  const [size] = await db.execute<{ members: number }>(
    sql`select greatest(reltuples, 0)::integer as members from pg_class where oid = 'member'::regclass`,
  );
  const share = Math.min(10_000, Math.ceil((10_000 * SAMPLE) / Math.max(SAMPLE, size?.members ?? 0)));
  const rows = await db.execute<{ block: number | null; version: number | null; members: number }>(sql`
    with seen as materialized (
      select ${picked} as picked from member m
      where m.status = 'active' and m.marketing_consent and share_of(m.member_id, 'readers') < ${share}::integer
    )
    select p.block::integer, p.version::integer, count(*)::integer as members
    from seen left join lateral unnest(seen.picked) with ordinality as p(version, block) on true group by 1, 2`);
  const carry = (members: number) => Math.round((members * 10_000) / share);
  const blocks = content.blocks.map(({ versions }, place): BlockReaders => {
    const counted = (version: number) =>
      carry(
        // Without a choice everybody reads the first of each.
        rows.find((row) => row.block === null && version === 1)?.members ??
          rows.find((row) => row.block === place + 1 && row.version === version)?.members ??
          0,
      );
    return { readers: versions.map((_, at) => counted(at + 1)), none: counted(0) };
  });
  return { blocks, about: share < 10_000 };
}
