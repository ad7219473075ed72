import { sql } from 'drizzle-orm';
import type { Reader, Sql } from '#src/db/client.ts';
import type { CampaignId, MemberId, OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Key, MessagePrompt } from '../../deliveries/prompt.ts';
import type { CampaignContent } from '../campaign-content.ts';
import { type RankContext, rankOffers } from '../slots/rank-offers.ts';
import { type Variant, variantOf } from '../variant-of.ts';
import { composeCampaignMessage } from './compose-campaign-message.ts';
import { pickedSql } from './picked-sql.ts';
import { prepareContentIn } from './prepare-content.ts';
import { readReaderFactsIn } from './read-reader-facts.ts';

export interface ForMember {
  content: CampaignContent;
  memberId: MemberId;
  /** Null: the member's own. */
  language: Language | null;
  campaignId: CampaignId;
  /** The place of the variant, from 0; null: the one that chance gives them. */
  variant: number | null;
  variants: Variant[];
  /** The offers in their slots; see offersFor. */
  offers: OfferId[] | null;
  at: Date;
  keyboard?: ((language: Language) => Key[][]) | undefined;
}

/** The message as one member would get it now. Of a member who is not there it says nothing of their own. */
export async function composeForMember(db: Reader, asked: ForMember): Promise<MessagePrompt> {
  const { content, memberId, at, keyboard, variants } = asked;
  const ready = await prepareContentIn(db, content, at);
  const { campaignId } = asked;
  const variant = asked.variant === null ? variantOf(campaignId, variants) : sql`${asked.variant}::integer`;
  const keys = variants.map(({ key }) => key);
  const picked = await pickedSql(db, content, { variant, variants: keys, at });
  const [row] = await db.execute<{
    name: string;
    language: Language;
    balance: bigint;
    picked: number[] | null;
  }>(sql`
    select m.name, m.language, coalesce(a.balance, 0)::bigint as balance, ${picked} as picked
    from member m left join account a on a.member_id = m.member_id and a.currency = 'points'
    where m.member_id = ${memberId}`);
  const facts = await readReaderFactsIn(db, [memberId], { facts: ready.facts, at });
  const language = asked.language ?? row?.language ?? ready.known.fallback;
  const reader = {
    name: row?.name ?? '',
    language,
    balance: row?.balance ?? 0n,
    picked: row?.picked ?? null,
    offers: asked.offers,
    facts: facts.get(memberId),
  };
  return composeCampaignMessage(ready, reader, { keyboard: keyboard?.(language) });
}

/** What stands in the slots of one member now; null for a message without slots. */
export async function offersFor(
  sql: Sql,
  { content: { slots }, memberId }: Pick<ForMember, 'content' | 'memberId'>,
  context: RankContext,
): Promise<OfferId[] | null> {
  if (!slots) return null;
  const ranked = await rankOffers(sql, [memberId], { slots, ...context });
  return ranked.get(memberId) ?? [];
}
