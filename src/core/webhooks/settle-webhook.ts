// Writes down what became of a try, and what it says about the endpoint. The endpoint's row is locked before the
// message's, everywhere.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { WebhookTry } from '#src/db/schema/webhooks.ts';
import type { EndpointId } from '#src/lib/id.ts';
import type { ClaimedWebhook } from './claim-webhooks.ts';
import type { Verdict } from './judge-outcome.ts';
import type { WebhookOutcome } from './post-webhook.ts';
import { stopEndpoint } from './stop-endpoint.ts';

/** Without a single success for this long it is stopped. */
export const MAY_FAIL_MS = 5 * 86_400_000;
const MOST_TRIES_KEPT = 12;

export interface SettleWebhook {
  claimed: Pick<ClaimedWebhook, 'endpointId' | 'messageId' | 'attempts'>;
  outcome: WebhookOutcome;
  verdict: Verdict;
  /** How long it took. */
  ms: number;
  at: Date;
}

/** Nothing happens to a message that somebody else has taken up meanwhile, or that was taken away. */
export async function settleWebhook(tx: Tx, settled: SettleWebhook): Promise<void> {
  const { claimed, outcome, at } = settled;
  const { endpointId } = claimed;
  if (outcome.error === null) {
    await tx.execute(sql`
      update webhook_endpoint set failing_since = null where endpoint_id = ${endpointId} and failing_since is not null`);
    await write(tx, settled, settled.verdict);
    return;
  }
  const [endpoint] = await tx.execute<{ status: string; failing_since: Date }>(sql`
    update webhook_endpoint set failing_since = coalesce(failing_since, ${at}::timestamptz)
    where endpoint_id = ${endpointId} returning status, failing_since`);
  if (!endpoint) return;
  const stopped = endpoint.status === 'stopped';
  if (!(await write(tx, settled, stopped ? { to: 'dead' } : settled.verdict)) || stopped) return;
  const why = whyStop(outcome, endpoint.failing_since, at);
  if (why) await stopEndpoint(tx, { endpointId, why, at });
}

function whyStop({ error }: WebhookOutcome, failingSince: Date, at: Date): 'gone' | 'failing' | null {
  if (error === 'gone') return 'gone';
  return at.getTime() - failingSince.getTime() > MAY_FAIL_MS ? 'failing' : null;
}

async function write(
  tx: Tx,
  { claimed, outcome, ms, at }: SettleWebhook,
  verdict: Verdict,
): Promise<boolean> {
  const { endpointId, messageId, attempts }: { endpointId: EndpointId; messageId: string; attempts: number } =
    claimed;
  const { status, error } = outcome;
  const last: WebhookTry = { at: at.toISOString(), ms, status, error };
  const nextAt = new Date(at.getTime() + (verdict.to === 'retrying' ? verdict.delayMs : 0));
  const rows = await tx.execute(sql`
    update webhook_delivery
    set status = ${verdict.to}, next_at = ${nextAt}::timestamptz, last_status = ${status}::smallint,
      last_error = ${error}::text, settled_at = case when ${verdict.to} <> 'retrying' then ${at}::timestamptz end,
      tries = (case when jsonb_array_length(tries) >= ${MOST_TRIES_KEPT}::integer then tries - 0 else tries end)
        || jsonb_build_array(${JSON.stringify(last)}::text::jsonb)
    where endpoint_id = ${endpointId} and message_id = ${messageId} and status = 'sending'
      and attempts = ${attempts}::smallint
    returning 1`);
  return rows.length > 0;
}
