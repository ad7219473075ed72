import { asc, eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { partner, partnerCurrency } from '#src/db/schema/partners.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { PartnerTerms } from './partner-shape.ts';

/** Names the outer table itself: drizzle leaves it out where one table is read, and the columns would be the price's own. */
const price = (column: 'issue_minor' | 'redeem_minor', at: Date) =>
  sql<bigint>`coalesce((
  select p.${sql.raw(column)} from partner_price p
  where p.partner_id = partner_currency.partner_id and p.currency = partner_currency.currency
    and p.from_at <= ${at}::timestamptz order by p.from_at desc limit 1), 0)`.mapWith(BigInt);

/** The terms of a partner, or of all, in the order of their currencies; prices are those of the moment `at`. */
export async function listTerms(
  db: Reader,
  { partnerId, at }: { partnerId?: PartnerId | undefined; at: Date },
): Promise<PartnerTerms[]> {
  return await db
    .select({
      partnerId: partnerCurrency.partnerId,
      currency: partnerCurrency.currency,
      isOwner: partnerCurrency.isOwner,
      mayIssue: partnerCurrency.mayIssue,
      mayRedeem: partnerCurrency.mayRedeem,
      dayCap: partnerCurrency.dayCap,
      issueMinor: price('issue_minor', at),
      redeemMinor: price('redeem_minor', at),
    })
    .from(partnerCurrency)
    .where(partnerId === undefined ? undefined : eq(partnerCurrency.partnerId, partnerId))
    .orderBy(asc(partnerCurrency.partnerId), asc(partnerCurrency.currency));
}

/** Null where the partner has nothing to do with the currency. */
export async function readTerms(
  db: Reader,
  { partnerId, currency, at }: { partnerId: PartnerId; currency: string; at: Date },
): Promise<PartnerTerms | null> {
  const all = await listTerms(db, { partnerId, at });
  return all.find((each) => each.currency === currency) ?? null;
}

/** Throws Refusal `partner_suspended`. */
export async function requireActivePartner(db: Reader, partnerId: PartnerId): Promise<void> {
  const [found] = await db
    .select({ status: partner.status })
    .from(partner)
    .where(eq(partner.partnerId, partnerId));
  if (found?.status !== 'active') throw new Refusal('partner_suspended');
}
