// The same message to many people in one call. Viber takes at most 300 receivers a call and answers for each.
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { ViberBody } from './message-types.ts';
import { readFailure } from './read-failure.ts';
import type { ViberTransport } from './transport.ts';

export const BROADCAST_LIMIT = 300;

/**
 * Sends `body` to everybody in `receivers` and returns what became of each, in their order. All that were accepted
 * share one message id. Throws when there are more than 300.
 */
export async function broadcast(
  transport: ViberTransport,
  receivers: readonly string[],
  body: ViberBody,
): Promise<SendOutcome[]> {
  if (receivers.length > BROADCAST_LIMIT)
    throw new RangeError(`a broadcast takes ${BROADCAST_LIMIT} receivers`);
  if (receivers.length === 0) return [];
  const reply = await transport.call('broadcast_message', { ...body, broadcast_list: receivers });
  if (reply.reply !== 'ok') {
    const failure = readFailure(reply, true);
    return receivers.map(() => failure);
  }
  const { message_token: token, failed_list: failed } = reply.body;
  const externalMessageId = typeof token === 'string' ? token : '';
  const failures = readFailedList(failed);
  return receivers.map((receiver) => failures.get(receiver) ?? { outcome: 'sent', externalMessageId });
}

function readFailedList(list: unknown): Map<string, SendOutcome> {
  const failures = new Map<string, SendOutcome>();
  for (const item of Array.isArray(list) ? list : []) {
    const { receiver, status, status_message: words }: Record<string, unknown> = Object(item);
    if (typeof receiver !== 'string' || typeof status !== 'number') continue;
    const reason = `status ${status} ${typeof words === 'string' ? words : ''}`.trim();
    failures.set(receiver, readFailure({ reply: 'refused', status, httpStatus: 200, reason }));
  }
  return failures;
}
