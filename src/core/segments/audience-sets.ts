// Fields of which a member may have several values: the rows that hold them, as SQL over `m`, by keys that begin with the
// member. See audience-values.ts for why tables of other rooms are read here.
import { type SQL, sql } from 'drizzle-orm';
import type { ConditionValue, Operator, Period } from '../rules/condition.ts';
import type { FieldName } from '../rules/fields.ts';
import type { AudienceKnown } from './audience-known.ts';
import { textsOf } from './compare-sql.ts';
import { startOf } from './period-bounds.ts';

interface Rows {
  value: SQL;
  from: SQL;
}
type ReadRows = (known: AudienceKnown, period: Period | null) => Rows;

export const SETS: Partial<Record<FieldName, ReadRows>> = {
  // coupon_open.
  'member.holdsOffer': ({ at }) => ({
    value: sql`c.offer_id`,
    from: sql`coupon c where c.member_id = m.member_id and c.status in ('issued', 'taken')
      and (c.expires_at is null or c.expires_at > ${at}::timestamptz)`,
  }),
  // coupon_of_member.
  'member.usedOffer': (known, period) => ({
    value: sql`c.offer_id`,
    from: sql`coupon c where c.member_id = m.member_id and c.used_at is not null
      and c.used_at <= ${known.at}::timestamptz${
        period ? sql` and c.used_at >= ${startOf(period, known)}::timestamptz` : sql``
      }`,
  }),
  'member.messenger': () => identities(sql``),
  'member.reachableIn': () => identities(sql`and i.reachable`),
  'member.blockedIn': () => identities(sql`and not i.reachable`),
};

/** By identity_of_member. */
function identities(where: SQL): Rows {
  return { value: sql`i.messenger`, from: sql`identity i where i.member_id = m.member_id ${where}` };
}

export function setSql({ value, from }: Rows, is: Operator, wanted: ConditionValue): SQL {
  const found = sql`exists (select 1 from ${from} and ${value} = any (${sql.param(textsOf(wanted))}::text[]))`;
  return is === 'isNot' || is === 'notIn' ? sql`not ${found}` : found;
}

/** All of a member's values, for asking in memory. */
export function setValue({ value, from }: Rows): SQL {
  return sql`array(select distinct ${value} from ${from})`;
}
