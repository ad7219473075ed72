// Tells other systems what has happened: one loop writes down what is to be told to whom, another one calls. Calls of
// one endpoint wait for nobody else's.
import type { Agent } from 'undici';
import { hasNews } from '#src/core/events/has-news.ts';
import { type ClaimedWebhook, claimWebhooks, hasDueWebhooks } from '#src/core/webhooks/claim-webhooks.ts';
import { fanOut, WEBHOOK_EVENTS } from '#src/core/webhooks/fan-out.ts';
import { judgeOutcome } from '#src/core/webhooks/judge-outcome.ts';
import { postWebhook, type WebhookOutcome } from '#src/core/webhooks/post-webhook.ts';
import { settleWebhook } from '#src/core/webhooks/settle-webhook.ts';
import { signWebhook } from '#src/core/webhooks/sign-webhook.ts';
import { webhookAgent } from '#src/core/webhooks/webhook-agent.ts';
import { unsealSecret } from '#src/core/webhooks/webhook-secret.ts';
import { transaction } from '#src/db/client.ts';
import { persevere } from '#src/db/persevere.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { startLaneLoop } from './lane-loop.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WebhookCalls, WorkerDeps } from './worker-deps.ts';

const EVENTS_AT_ONCE = 200;
const ANSWER_WITHIN_MS = 15_000;

interface WebhookLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
}

export function startFanOutLoop({ deps, idleMs, onDone }: WebhookLoop & { onDone: () => void }): Loop {
  const { database, clock, log, webhooks } = deps;
  return startLoop({
    name: 'webhooks fan out',
    idleMs,
    log,
    async pass() {
      if (!webhooks || !(await hasNews(database.sql, WEBHOOK_EVENTS))) return false;
      const input = { at: clock.now(), limit: EVENTS_AT_ONCE };
      const read = await transaction(database.db, (tx) => fanOut(tx, input));
      if (read > 0) onDone();
      return read === EVENTS_AT_ONCE;
    },
  });
}

export function startWebhookLoop({ deps, idleMs, givingUp }: WebhookLoop & { givingUp: AbortSignal }): Loop {
  const { database, clock, log, webhooks } = deps;
  if (!webhooks) return { name: 'webhooks', poke: () => undefined, stop: () => Promise.resolve() };
  const settings: WebhookCalls = webhooks;
  const agent = webhookAgent(settings);

  async function carryOut(claimed: ClaimedWebhook): Promise<void> {
    const started = performance.now();
    const outcome = await send(agent, claimed, settings, clock.now());
    const ms = Math.round(performance.now() - started);
    if (givingUp.aborted) return;
    const verdict = judgeOutcome(outcome, claimed.attempts, Math.random());
    const settled = { claimed, outcome, verdict, ms };
    try {
      await persevere(
        () => transaction(database.db, (tx) => settleWebhook(tx, { ...settled, at: clock.now() })),
        { signal: givingUp },
      );
    } catch (error) {
      // Its lease runs out and it is sent again.
      log.error({ fault: describeFault(error) }, 'the outcome of a webhook was lost');
    }
  }

  return startLaneLoop({
    name: 'webhooks',
    idleMs,
    log,
    agent,
    givingUp,
    laneOf: ({ endpointId }: ClaimedWebhook) => endpointId,
    isDue: () => hasDueWebhooks(database.sql, clock.now()),
    claim: (underWay) => transaction(database.db, (tx) => claimWebhooks(tx, { underWay, at: clock.now() })),
    carryOut,
  });
}

async function send(
  agent: Agent,
  { messageId, body, url, secret, oldSecret }: ClaimedWebhook,
  { secretKey, timeoutMs = ANSWER_WITHIN_MS }: WebhookCalls,
  at: Date,
): Promise<WebhookOutcome> {
  const secrets = [secret, oldSecret].flatMap((sealed) => {
    const plain = sealed && unsealSecret(sealed, secretKey);
    return plain ? [plain] : [];
  });
  if (secrets.length === 0) return { status: null, error: 'secret', retryAfterMs: null };
  const headers = signWebhook({ messageId, body, secrets, at });
  return await postWebhook(agent, { url, headers, body, timeoutMs, at });
}
