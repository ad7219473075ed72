// SMS as one more way of a campaign: the plain words of a message, to a phone instead of an account.
import type { Messenger } from '../../deliveries/messenger.ts';
import { readRichText } from '../../deliveries/rich-text.ts';
import type { SmsGateway } from '../../members/sms-gateway.ts';

/** TurboSMS names no limit; this keeps a slip of thousands of messages stoppable, and one-time codes from waiting. */
const SMS_PER_SECOND = 10;
/** What could not be handed over is tried again then. */
const AGAIN_MS = 30_000;

/** Where nobody carries SMS, a step by SMS fails and says why, so that its campaign comes to an end. */
export const NO_SMS: SmsGateway = {
  send: async () => ({ outcome: 'failed', reason: 'no SMS gateway is set up' }),
};

export function smsMessenger(gateway: SmsGateway): Messenger<'sms'> {
  return {
    name: 'sms',
    bot: 'sms',
    bulkPerSecond: SMS_PER_SECOND,
    async send({ externalId, prompt }) {
      if (prompt.say !== 'message') return { outcome: 'rejected', reason: 'an SMS is a message' };
      const text = readRichText(prompt.text)
        .map((span) => span.text)
        .join('');
      const sent = await gateway.send({ phone: externalId, text });
      if (sent.outcome === 'sent') return { outcome: 'sent', externalMessageId: '' };
      if (sent.outcome === 'unknown') return sent;
      return sent.again
        ? { outcome: 'retry', delayMs: AGAIN_MS, wholeBot: true, reason: sent.reason }
        : { outcome: 'rejected', reason: sent.reason };
    },
  };
}
