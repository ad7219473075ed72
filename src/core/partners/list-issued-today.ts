import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { issuingDay } from '#src/db/schema/partners.ts';
import type { ApiKeyId, PartnerId } from '#src/lib/id.ts';
import { localDay } from '../receipts/local-day.ts';

export interface IssuedToday {
  holder: PartnerId | ApiKeyId;
  currency: string;
  issued: bigint;
}

/** What these have given on the day of `at`; who has given nothing is absent. */
export async function listIssuedToday(
  db: Reader,
  { holders, timeZone, at }: { holders: (PartnerId | ApiKeyId)[]; timeZone: string; at: Date },
): Promise<IssuedToday[]> {
  if (holders.length === 0) return [];
  const { holder, currency, issued, day } = issuingDay;
  return await db
    .select({ holder, currency, issued })
    .from(issuingDay)
    .where(and(inArray(holder, holders), eq(day, localDay(at.getTime(), timeZone))));
}

export interface CapAlert {
  partnerId: PartnerId;
  name: string;
  currency: string;
  issued: number;
  cap: number;
  at: Date;
}

/** Partners that have given four fifths or more of what they may today, the fullest first. */
export async function listCapAlerts(
  db: Reader,
  { timeZone, at }: { timeZone: string; at: Date },
): Promise<CapAlert[]> {
  return await db.execute<CapAlert & Record<string, unknown>>(sql`
    select p.partner_id as "partnerId", p.name, d.currency, d.issued::float8 as issued, c.day_cap::float8 as cap,
      d.alerted_at as at
    from issuing_day d join partner p on p.partner_id = d.holder
      join partner_currency c on c.partner_id = p.partner_id and c.currency = d.currency
    where d.day = ${localDay(at.getTime(), timeZone)} and d.alerted_at is not null and d.issued * 5 >= c.day_cap * 4
    order by d.issued::float8 / c.day_cap desc, p.name`);
}
