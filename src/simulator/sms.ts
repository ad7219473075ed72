// An SMS gateway that speaks TurboSMS's HTTP API (turbosms.ua/ua/api.html): what it accepts appears on the phone.
import type { FastifyInstance } from 'fastify';
import { type Answer, answerWithFault, write } from './answers.ts';
import type { Sms } from './control.ts';
import type { Outside } from './outside.ts';
import { announce, digitsOf } from './people.ts';

/** Accepted SMS of everybody, the newest ones, so that lazy people's codes can be read too. */
export interface SmsBook {
  byPhone(phone: string): Sms[];
  add(phone: string, sms: Sms): void;
  clear(): void;
}

const KEEP = 5_000;
const KEEP_ON_PHONE = 100;

export function makeSmsBook(): SmsBook {
  let kept: { digits: string; sms: Sms }[] = [];
  return {
    byPhone: (phone) => kept.filter((entry) => entry.digits === digitsOf(phone)).map((entry) => entry.sms),
    add(phone, sms) {
      kept.push({ digits: digitsOf(phone), sms });
      if (kept.length > KEEP * 2) kept = kept.slice(-KEEP);
    },
    clear() {
      kept = [];
    },
  };
}

interface Wanted {
  recipients: string[];
  sender: string;
  text: string;
}

export function smsRoutes(app: FastifyInstance, outside: Outside, book: SmsBook): void {
  let sent = 0;

  app.post('/sms/message/send.json', async (request, reply) => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const wanted = readWanted(request.body);
    const to = typeof wanted === 'string' ? undefined : wanted.recipients[0];
    const fault = outside.faults.strike('sms', 'send', to);
    const run = async (): Promise<Answer> => {
      if (token === undefined) return answer(103, 'REQUIRED_TOKEN');
      if (typeof wanted === 'string') return answer(CODES[wanted] ?? 300, wanted);
      return accept(wanted);
    };
    const refuse = (kind: string): Answer =>
      kind === 'server_error'
        ? { ...answer(999, 'FATAL_ERROR'), status: 500 }
        : answer(406, 'NOT_ALLOWED_RECIPIENT');
    const status = fault
      ? await answerWithFault(outside, request, reply, { fault, run, refuse })
      : await write(reply, await run());
    outside.stats.request('sms', 'send', to, status);
  });

  function accept({ recipients, sender, text }: Wanted): Answer {
    const results = recipients.map((recipient) => {
      const phone = digitsOf(recipient);
      if (phone.length < 10 || phone.length > 15) {
        return { phone: recipient, response_code: 404, message_id: null, response_status: 'INVALID_PHONE' };
      }
      const sms = { at: outside.clock.now().toISOString(), from: sender, text };
      book.add(phone, sms);
      const owner = outside.people.findByPhone(phone);
      if (owner) {
        owner.sms = [...owner.sms.slice(1 - KEEP_ON_PHONE), sms];
        announce(owner, 'sms');
      }
      sent += 1;
      const id = `00000000-0000-4000-8000-${sent.toString(16).padStart(12, '0')}`;
      return { phone, response_code: 0, message_id: id, response_status: 'OK' };
    });
    const good = results.filter((result) => result.response_code === 0).length;
    if (good === results.length) return answer(800, 'SUCCESS_MESSAGE_ACCEPTED', results);
    if (good === 0) return answer(404, 'INVALID_PHONE', results);
    return answer(802, 'SUCCESS_MESSAGE_PARTIAL_ACCEPTED', results);
  }
}

const CODES: Record<string, number> = {
  REQUIRED_MESSAGE_SENDER: 200,
  REQUIRED_MESSAGE_TEXT: 201,
  REQUIRED_MESSAGE_RECIPIENT: 202,
};

const answer = (code: number, status: string, result: unknown = null): Answer => ({
  status: 200,
  body: JSON.stringify({ response_code: code, response_status: status, response_result: result }),
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The request, or the status by which it is refused. */
function readWanted(body: unknown): Wanted | string {
  if (!isRecord(body)) return 'INVALID_REQUEST';
  const { recipients, sms } = body;
  if (!Array.isArray(recipients) || recipients.length === 0) return 'REQUIRED_MESSAGE_RECIPIENT';
  const { sender, text } = isRecord(sms) ? sms : {};
  if (typeof sender !== 'string' || sender === '') return 'REQUIRED_MESSAGE_SENDER';
  if (typeof text !== 'string' || text === '') return 'REQUIRED_MESSAGE_TEXT';
  return { recipients: recipients.map(String), sender, text };
}
