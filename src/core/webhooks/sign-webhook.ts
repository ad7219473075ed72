// The three headers of the Standard Webhooks specification.
import { Webhook } from 'standardwebhooks';

/** Every secret signs; `at` is the moment of this try, so that an old copy cannot be played again. */
export function signWebhook({
  messageId,
  body,
  secrets,
  at,
}: {
  messageId: string;
  body: string;
  secrets: readonly string[];
  at: Date;
}): Record<string, string> {
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  };
}
