// SMS through TurboSMS: POST /message/send.json with a bearer token. https://turbosms.ua/api.html
import { request } from 'undici';
import { z } from 'zod';
import type { SmsGateway, SmsMessage, SmsOutcome } from './sms-gateway.ts';

const answerShape = z.object({
  response_code: z.number(),
  response_status: z.string(),
  response_result: z.array(z.object({ response_code: z.number(), response_status: z.string() })).nullish(),
});

// 0 OK; 800 to 803: accepted, sent, moderated, partly accepted (the list of codes on the page above).
const ACCEPTED = new Set([0, 800, 801, 802, 803]);
const TIMEOUT_MS = 10_000;

export function turboSms(config: { apiRoot: string; token: string; sender: string }): SmsGateway {
  return { send: (message) => send(config, message) };
}

async function send(
  { apiRoot, token, sender }: { apiRoot: string; token: string; sender: string },
  { phone, text }: SmsMessage,
): Promise<SmsOutcome> {
  let status: number;
  let body: string;
  try {
    const response = await request(`${apiRoot.replace(/\/+$/, '')}/message/send.json`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ recipients: [phone.replace('+', '')], sms: { sender, text } }),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    status = response.statusCode;
    body = await response.body.text();
  } catch (error) {
    // What could not connect did not arrive; anything later may have.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    const surelyNot = ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
    return surelyNot
      ? { outcome: 'failed', reason: code, again: true }
      : { outcome: 'unknown', reason: code };
  }
  if (status >= 500) return { outcome: 'unknown', reason: `HTTP ${status}` };
  const answer = answerShape.safeParse(readJson(body));
  if (status !== 200 || !answer.success) return { outcome: 'failed', reason: `HTTP ${status}` };
  const first = answer.data.response_result?.[0] ?? answer.data;
  return ACCEPTED.has(first.response_code)
    ? { outcome: 'sent' }
    : { outcome: 'failed', reason: `${first.response_code} ${first.response_status}` };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
