import { describe, expect, it } from 'vitest';
import { NO_SMS, smsMessenger } from '#src/core/campaigns/sending/sms-messenger.ts';
import type { SmsMessage, SmsOutcome } from '#src/core/members/sms-gateway.ts';

describe('an SMS of a campaign', () => {
  const send = async (outcome: SmsOutcome) => {
    const carried: SmsMessage[] = [];
    const messenger = smsMessenger({
      async send(message) {
        carried.push(message);
        return outcome;
      },
    });
    const told = await messenger.send({
      externalId: '+380671234567',
      bulk: true,
      prompt: { say: 'message', text: '<b>Сир</b> &amp; вино', buttons: [[{ label: 'a', action: 'b' }]] },
    });
    return { told, carried };
  };

  it('when it is sent, then it is plain words to a phone', async () => {
    const { told, carried } = await send({ outcome: 'sent' });
    expect(carried).toEqual([{ phone: '+380671234567', text: 'Сир & вино' }]);
    expect(told).toEqual({ outcome: 'sent', externalMessageId: '' });
  });

  it.each<[SmsOutcome, string]>([
    [{ outcome: 'unknown', reason: 'HTTP 502' }, 'unknown'],
    [{ outcome: 'failed', reason: '403 bad phone' }, 'rejected'],
    [{ outcome: 'failed', reason: 'ECONNREFUSED', again: true }, 'retry'],
  ])('when the gateway says %j, then it is %s', async (outcome, expected) => {
    expect((await send(outcome)).told.outcome).toBe(expected);
  });

  it('when nobody carries SMS, then it fails and says why', async () => {
    const told = await smsMessenger(NO_SMS).send({
      externalId: '+380671234567',
      bulk: true,
      prompt: { say: 'message', text: 'a' },
    });
    expect(told).toEqual({ outcome: 'rejected', reason: 'no SMS gateway is set up' });
  });
});
