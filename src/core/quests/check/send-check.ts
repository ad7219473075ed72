// One question to a partner, signed as webhooks are. Whose task it is they know by an opaque name; nothing of a member goes
// along.
import type { Dispatcher } from 'undici';
import { Refusal } from '../../refusal.ts';
import type { WebhookSettings } from '../../webhooks/endpoint-shape.ts';
import { readEndpointUrl } from '../../webhooks/endpoint-url.ts';
import { messageBody } from '../../webhooks/message-body.ts';
import { postWebhook, type WebhookOutcome } from '../../webhooks/post-webhook.ts';
import { signWebhook } from '../../webhooks/sign-webhook.ts';
import { checkSecret, opaquePlayer } from './check-secret.ts';
import type { ClaimedCheck } from './claim-checks.ts';

const CHECK_TYPE = 'quest.check';
/** Somebody waits. */
export const CHECK_TIMEOUT_MS = 10_000;

export async function sendCheck(
  dispatcher: Dispatcher,
  check: ClaimedCheck,
  { settings, timeoutMs, at }: { settings: WebhookSettings; timeoutMs: number; at: Date },
): Promise<WebhookOutcome> {
  const url = goodUrl(check.url, settings);
  if (url === null) return { status: null, error: 'address', retryAfterMs: null };
  const { secretKey } = settings;
  const { checkKey, questId, taskKey, playerId, createdAt } = check;
  const player = opaquePlayer(playerId, url, secretKey);
  // The same bytes at every try: when it was asked is when the player has asked.
  const body = messageBody(CHECK_TYPE, createdAt, { key: checkKey, questId, task: taskKey, player });
  const headers = signWebhook({ messageId: checkKey, body, secrets: [checkSecret(url, secretKey)], at });
  return await postWebhook(dispatcher, { url, headers, body, timeoutMs, at });
}

function goodUrl(url: string | null, allowed: WebhookSettings): string | null {
  try {
    return url === null ? null : readEndpointUrl(url, allowed);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
