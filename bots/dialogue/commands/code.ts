// Commands about one-time codes. They run outside of any savepoint: what they count must stay counted.
import { checkOneTimeCode, sendOneTimeCode } from '#src/core/members/one-time-code.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import type { Outcome } from '../command.ts';
import { label } from '../words.ts';
import type { Doing } from './doing.ts';

export async function sendCode(doing: Doing, asked: { phone: string }): Promise<Outcome> {
  const { tx, view, event, deps } = doing;
  const phone = readPhone(asked.phone);
  const { identityId } = view.identity;
  const sent = await sendOneTimeCode(tx, { identityId, phone, secretKey: deps.secretKey, at: event.at });
  if (sent.outcome !== 'sent') return { kind: 'did', did: 'sendCode', sent: false, why: sent.outcome };
  const { shopName: shop } = view.programme;
  doing.sms.push({ phone, text: label(view.language, 'code.sms', { shop, code: sent.code }) });
  return { kind: 'did', did: 'sendCode', sent: true, phone };
}

export async function checkCode(doing: Doing, { code }: { code: string }): Promise<Outcome> {
  const { tx, view, event, deps } = doing;
  const { identityId } = view.identity;
  const checked = await checkOneTimeCode(tx, { identityId, code, secretKey: deps.secretKey, at: event.at });
  const did = { kind: 'did', did: 'checkCode' } as const;
  switch (checked.outcome) {
    case 'right':
      return { ...did, checked: 'right', phone: checked.phone };
    case 'wrong':
      return { ...did, checked: 'wrong', attemptsLeft: checked.attemptsLeft };
    case 'expired':
      return { ...did, checked: 'expired' };
  }
}
