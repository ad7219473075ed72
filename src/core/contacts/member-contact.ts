// What a member has asked for about offers: how often, about what, at which hours.
import { eq, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { memberContact } from '#src/db/schema/contacts.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface MemberContact {
  /** Most messages within 7 days; null: as the programme has it. */
  perWeek: number | null;
  /** Categories of goods; null: about everything. */
  topics: string[] | null;
  /** `HH:MM`, where the member is. Both null: as the programme has it. */
  hoursFrom: string | null;
  hoursTo: string | null;
}

const NO_WISHES: MemberContact = { perWeek: null, topics: null, hoursFrom: null, hoursTo: null };

export async function readMemberContact(db: Reader, memberId: MemberId): Promise<MemberContact> {
  const [row] = await db.select().from(memberContact).where(eq(memberContact.memberId, memberId));
  if (!row) return NO_WISHES;
  const { perWeek, topics, hoursFrom, hoursTo } = row;
  return {
    perWeek,
    topics,
    hoursFrom: hoursFrom?.slice(0, 5) ?? null,
    hoursTo: hoursTo?.slice(0, 5) ?? null,
  };
}

/** How many messages of campaigns have come to a member within the 7 days before `at`, or may have. */
export async function countRecent(db: Reader, memberId: MemberId, at: Date): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::integer as count from member_contact c, unnest(c.recent) as sent
    where c.member_id = ${memberId} and sent > ${at}::timestamptz - interval '7 days'`);
  return row?.count ?? 0;
}

/** Holds from the next message of every campaign on. Returns the wishes as they are now. */
export async function changeMemberContact(
  tx: Tx,
  { memberId, change, at }: { memberId: MemberId; change: Partial<MemberContact>; at: Date },
): Promise<MemberContact> {
  const set = { ...change, changedAt: at };
  await tx
    .insert(memberContact)
    .values({ memberId, ...set })
    .onConflictDoUpdate({ target: memberContact.memberId, set });
  return await readMemberContact(tx, memberId);
}

/** Categories that a member may choose among, at most `most`: what they have bought most of in a year, then the largest. */
export async function listTopics(
  db: Reader,
  { memberId, at, most }: { memberId: MemberId; at: Date; most: number },
): Promise<string[]> {
  const rows = await db.execute<{ category: string }>(sql`
    with bought as (
      select fold_category(l.category) as like_it, count(distinct l.receipt_id) as receipts
      from receipt r join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
      where r.member_id = ${memberId} and r.occurred_at > ${at}::timestamptz - interval '1 year'
      group by 1
    ), sold as (
      select category, fold_category(category) as like_it, count(*) as products from product group by 1
    )
    select category from sold left join bought using (like_it)
    where like_it <> '' and like_it <> all (array(select fold_category(c.category) from category c where c.excluded))
    order by coalesce(receipts, 0) desc, products desc, category limit ${most}`);
  return rows.map(({ category }) => category);
}
