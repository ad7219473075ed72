// One message to up to 300 people in one call. The answer names those whom it did not reach; everybody else has it under
// one token for all. When no answer comes, it is unknown for all of them: nothing is ever broadcast twice.
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { ViberBody } from './message-types.ts';
import { readFailure, TOO_MANY } from './read-failure.ts';
import type { ViberReply, ViberTransport } from './transport.ts';

/** Receivers and bytes of one request (creators.viber.com/docs/bots-api/resources/messaging/broadcast-message). */
export const RECEIVERS = 300;
const BYTES = 30_000;
/** Not allowed to this bot: "cannot send broadcast", "broadcast not allowed". */
const NOT_ALLOWED = new Set([19, 20]);

/**
 * The outcome for each of `externalIds`, in their order; null when Viber lets this bot broadcast nothing. A picture and
 * the words after it are two calls; whom the first did not reach is left out of the second.
 */
export async function broadcastMessage(
  transport: ViberTransport,
  externalIds: string[],
  bodies: ViberBody[],
): Promise<SendOutcome[] | null> {
  const outcomes = new Map<string, SendOutcome>();
  for (const [index, body] of bodies.entries()) {
    const receivers = index === 0 ? externalIds : externalIds.filter((id) => isSent(outcomes.get(id)));
    for (const part of partsOf(receivers, body)) {
      const told = await broadcastOne(transport, part, body);
      if (told === null && outcomes.size === 0) return null;
      for (const id of part) {
        const outcome = told?.get(id) ?? NEVER_CALLED;
        // To do all of it again would send the picture twice.
        const half = index > 0 && outcome.outcome !== 'sent';
        outcomes.set(id, half ? { outcome: 'unknown', reason: 'only the picture was sent' } : outcome);
      }
    }
  }
  return externalIds.map((id) => outcomes.get(id) ?? NEVER_CALLED);
}

const NEVER_CALLED: SendOutcome = {
  outcome: 'retry',
  delayMs: 1_000,
  wholeBot: false,
  reason: 'Viber does not let this bot broadcast',
};

function isSent(outcome: SendOutcome | undefined): boolean {
  return outcome?.outcome === 'sent';
}

async function broadcastOne(
  transport: ViberTransport,
  receivers: string[],
  body: ViberBody,
): Promise<Map<string, SendOutcome> | null> {
  const reply = await transport.call('broadcast_message', { broadcast_list: receivers, ...body });
  if (reply.reply === 'ok') return readFailedList(reply.body, receivers);
  if (reply.reply === 'refused' && NOT_ALLOWED.has(reply.status)) return null;
  const outcome = readFailure(reply, isTooMany(reply));
  return new Map(receivers.map((id) => [id, outcome]));
}

function readFailedList(answer: Record<string, unknown>, receivers: string[]): Map<string, SendOutcome> {
  const { message_token: token, failed_list: failed } = answer;
  const sent: SendOutcome = { outcome: 'sent', externalMessageId: typeof token === 'string' ? token : '' };
  const outcomes = new Map<string, SendOutcome>(receivers.map((id) => [id, sent]));
  for (const each of Array.isArray(failed) ? failed : []) {
    const { receiver, status, status_message: words } = each ?? {};
    if (typeof receiver !== 'string' || !outcomes.has(receiver)) continue;
    const reason = `status ${status} ${typeof words === 'string' ? words : ''}`.trim();
    outcomes.set(
      receiver,
      readFailure({ reply: 'refused', status: Number(status), httpStatus: 200, reason }),
    );
  }
  return outcomes;
}

function isTooMany(reply: ViberReply): boolean {
  return reply.reply === 'refused' && reply.status === TOO_MANY;
}

/** As few lists as keep each request below its limit of bytes. */
function partsOf(receivers: string[], body: ViberBody): string[][] {
  const words = Buffer.byteLength(JSON.stringify(body)) + 64;
  const parts: string[][] = [];
  let part: string[] = [];
  let bytes = words;
  for (const id of receivers) {
    const more = Buffer.byteLength(JSON.stringify(id)) + 1;
    if (part.length > 0 && (part.length === RECEIVERS || bytes + more > BYTES)) {
      parts.push(part);
      part = [];
      bytes = words;
    }
    part.push(id);
    bytes += more;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
