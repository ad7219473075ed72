// Reads what a campaign's message names and makes it ready: once for each run of an audience, and for each preview.
import type { Reader, Sql } from '#src/db/client.ts';
import { runText, runTextIn } from '#src/db/run-text.ts';
import { formatDay } from '#src/lib/format.ts';
import type { OfferId, StoreId } from '#src/lib/id.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { type OfferContent, timesOf, wordsOf } from '../../offers/offer-content.ts';
import type { CampaignContent } from '../campaign-content.ts';
import {
  compileContent,
  type OfferLine,
  offerLine,
  type ReadyContent,
  type Tracked,
} from './compile-content.ts';

const QUERY = `
  select p.default_language as fallback, p.time_zone as "timeZone",
    (select jsonb_agg(jsonb_build_object('offerId', o.offer_id, 'content', v.content))
      from offer o join offer_version v on v.offer_id = o.offer_id and v.version = o.version
      where o.offer_id = any ($1::text[]) and o.status <> 'draft') as offers,
    (select jsonb_object_agg(s.store_id, s.name) from store s where $2) as stores
  from programme p`;

interface Row {
  fallback: Language;
  timeZone: string;
  offers: { offerId: OfferId; content: OfferContent }[] | null;
  stores: Record<StoreId, string> | null;
}

/** On the bare pool, for the sending. */
export async function prepareContent(
  sql: Sql,
  content: CampaignContent,
  { at, tracked = null }: { at: Date; tracked?: Tracked | null },
): Promise<ReadyContent> {
  const [row] = await runText<Row>(sql, QUERY, asked(content));
  return make(content, row, { at, tracked });
}

/** The same as a transaction sees it. */
export async function prepareContentIn(
  db: Reader,
  content: CampaignContent,
  at: Date,
): Promise<ReadyContent> {
  const [row] = await runTextIn<Row>(db, QUERY, asked(content));
  return make(content, row, { at, tracked: null });
}

/** Every offer that it names. */
export function offersNamed({ slots, buttons }: CampaignContent): OfferId[] {
  const pressed = buttons.flatMap((button) => (button.kind === 'offer' ? [button.offerId] : []));
  return [...new Set([...(slots?.pool ?? []), ...pressed])];
}

function asked(content: CampaignContent): unknown[] {
  return [offersNamed(content), JSON.stringify(content.blocks).includes('store')];
}

function make(
  content: CampaignContent,
  row: Row | undefined,
  { at, tracked }: { at: Date; tracked: Tracked | null },
): ReadyContent {
  if (!row) throw new Error('Campaigns need a programme.');
  const { fallback, timeZone, stores } = row;
  const offers = new Map<OfferId, Record<Language, OfferLine>>();
  for (const { offerId, content: offered } of row.offers ?? []) {
    const lines = LANGUAGES.map((language) => {
      const { until } = timesOf(offered);
      const end = new Date(until - 1);
      const day = Number.isFinite(until) ? formatDay(end, { language, timeZone, now: at }) : null;
      return [language, offerLine(wordsOf(offered, language).title, day, language)] as const;
    });
    offers.set(offerId, Object.fromEntries(lines) as Record<Language, OfferLine>);
  }
  const named = new Map(Object.entries(stores ?? {}) as [StoreId, string][]);
  return compileContent(content, { fallback, offers, stores: named }, tracked);
}
