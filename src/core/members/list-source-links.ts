import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

export interface SourceLink {
  code: string;
  name: string;
  createdAt: Date;
  archivedAt: Date | null;
  /** Chats that were opened by it first. */
  opened: number;
  /** Members who came by it. */
  registered: number;
  /** Of them, who has bought something. */
  bought: number;
}

interface Row extends Record<string, unknown>, SourceLink {}

/** Links with what they brought, the newest first; those that were put away last. */
export async function listSourceLinks(db: Reader): Promise<SourceLink[]> {
  const rows = await db.execute<Row>(sql`
    with opened as (
      select source, count(*)::integer as chats from identity where source like 'l-%' group by source
    ), came as (
      select m.source, count(*)::integer as members, count(*) filter (where s.receipts > 0)::integer as buyers
      from member m left join standing s on s.member_id = m.member_id
      where m.source like 'l-%' and m.status = 'active' group by m.source
    )
    select l.code, l.name, l.created_at as "createdAt", l.archived_at as "archivedAt",
      coalesce(o.chats, 0) as opened, coalesce(c.members, 0) as registered, coalesce(c.buyers, 0) as bought
    from source_link l left join opened o on o.source = 'l-' || l.code left join came c on c.source = 'l-' || l.code
    order by l.archived_at is not null, l.created_at desc`);
  return [...rows];
}
