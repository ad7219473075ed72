// Any number of members who can be written to, made in a few statements. The shop itself is a-shop.ts.
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import type { Sql } from '#src/db/client.ts';
import { type IdentityId, type MemberId, newId } from '#src/lib/id.ts';

/** Takes the members and everything sent to them away again; the books, which keep what they know, must be empty. */
export async function forgetMembers(sql: Sql): Promise<void> {
  await sql.unsafe(`
    delete from campaign_result; delete from campaign_chunk; delete from campaign_delivery;
    delete from campaign; delete from delivery;
    delete from inbox; delete from event; delete from event_reader; delete from card_picture; delete from pacer;
    delete from member_contact; delete from phone; delete from identity; delete from member_stats; delete from account; delete from standing;
    delete from member`);
}

export interface ManyMembers {
  count: number;
  messenger?: MessengerName;
  /** The messenger's id of the n-th, from 0; `p0`, `p1`... when left out. */
  externalId?: (n: number) => string;
  consent?: boolean;
  language?: 'uk' | 'ru' | 'en';
  name?: string;
  balance?: number;
}

export interface MadeMember {
  memberId: MemberId;
  identityId: IdentityId;
  externalId: string;
}

const REGISTERED_AT = Date.UTC(2026, 0, 1);

/** Members with one identity and one account each. */
export async function makeMembers(sql: Sql, many: ManyMembers): Promise<MadeMember[]> {
  const {
    count,
    messenger = 'telegram',
    externalId = (n) => `p${n}`,
    consent = true,
    language = 'uk',
  } = many;
  const { name = 'Олена', balance = 0 } = many;
  const people = Array.from({ length: count }, (_, n) => ({
    memberId: newId('mem', REGISTERED_AT),
    identityId: newId('idn', REGISTERED_AT),
    externalId: externalId(n),
  }));
  const at = new Date(REGISTERED_AT);
  await sql`
    with person as materialized (
      select * from jsonb_to_recordset(${sql.json(people)})
        as p("memberId" text, "identityId" text, "externalId" text)
    ), new_member as (
      insert into member (member_id, name, language, tier_key, marketing_consent, registered_at)
      select "memberId", ${name}, ${language}, 'base', ${consent}, ${at} from person returning 1
    )
    select count(*) from new_member`;
  await sql`
    insert into identity (identity_id, messenger, external_id, member_id, language, linked_at, first_seen_at, last_seen_at)
    select "identityId", ${messenger}, "externalId", "memberId", ${language}, ${at}, ${at}, ${at}
    from jsonb_to_recordset(${sql.json(people)}) as p("memberId" text, "identityId" text, "externalId" text)`;
  await sql`
    insert into account (member_id, balance) select "memberId", ${balance}
    from jsonb_to_recordset(${sql.json(people)}) as p("memberId" text)`;
  await sql`
    insert into standing (member_id)
    select "memberId" from jsonb_to_recordset(${sql.json(people)}) as p("memberId" text)`;
  return people;
}
