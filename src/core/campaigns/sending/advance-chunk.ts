// The heart of a broadcast: one call writes down what became of the last handful of messages and takes the next one. Only
// then is it decided whether each member may be written to now: see advance_chunk in the migrations. It reads the members'
// rows directly: asking their room for each would cost a round trip a message.
import type { Sql } from '#src/db/client.ts';
import type { IdentityId, MemberId, OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { ChunkLease } from './lease-chunk.ts';

/** Why a message was not sent. `stopped` comes from closing the runs of a campaign that was stopped. */
export const SKIP_REASONS = [
  'erased',
  'consent',
  'unreachable',
  'too_late',
  'quiet_expired',
  'offer_over',
  'no_text',
  'contract',
  'capped_day',
  'capped_week',
  'lower_priority',
  'stopped',
] as const;

export interface CampaignMessage {
  seq: number;
  memberId: MemberId;
  identityId: IdentityId;
  externalId: string;
  /** How often it was given to the messenger before. */
  attempts: number;
  name: string;
  language: Language;
  balance: bigint;
  /** Which of the campaign's variants, from 0. */
  variant: number;
  /** Which version of each block of the text, from 1; null: the first of each. */
  picked: number[] | null;
  offers: OfferId[] | null;
}

export interface CampaignResult {
  seq: number;
  identityId: IdentityId;
  /** `queued`: surely not accepted, to be sent again after `delayMs`. `skipped`: there is nothing to send. */
  status: 'sent' | 'failed' | 'unknown' | 'queued' | 'skipped';
  reason: string | null;
  externalMessageId: string | null;
  delayMs: number | null;
  /** Whether the messenger was asked at all. */
  attempted: boolean;
  unreachable: boolean;
}

/**
 * Settles `results` and takes the next messages, committed when this returns. `leased` is false once the campaign does not
 * run any more, it is quiet everywhere or the run of messages was given to another worker; `taken` counts those looked at,
 * also the skipped and held ones, and 0 means that this pass has come to its end.
 */
export async function advanceChunk(
  sql: Sql,
  input: { lease: ChunkLease; results: CampaignResult[]; limit: number; at: Date },
): Promise<{ leased: boolean; taken: number; messages: CampaignMessage[] }> {
  const { lease, results, limit, at } = input;
  const { campaignId, chunkNo, workerNo } = lease;
  const sent = results.filter(({ status }) => status === 'sent');
  const others = results.filter(({ status }) => status !== 'sent').map((each) => ({ ...each }));
  const rows = await sql<MessageRow[]>`
    select leased, taken, seq, member_id as "memberId", identity_id as "identityId", external_id as "externalId", attempts,
      name, language, balance, variant, picked, offers
    from advance_chunk(${campaignId}, ${chunkNo}, ${workerNo}, ${limit}, ${at}, ${sent.map(({ seq }) => seq)}::integer[],
      ${sent.map(({ externalMessageId }) => externalMessageId)}::text[],
      ${others.length > 0 ? sql.json(others) : null}, ${lease.asksBalance})`;
  const end = rows.pop();
  if (!end || end.seq !== null) throw new Error('advance_chunk ends with a row that says how it came out');
  return { leased: end.leased, taken: end.taken, messages: rows as CampaignMessage[] };
}

type MessageRow = { leased: boolean; taken: number } & ((CampaignMessage & { seq: number }) | { seq: null });
