// Takes a message of ours away, which Telegram allows for 48 hours. Doing it twice changes nothing more.
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import { repeatable } from './edit-message.ts';
import { isGone, readFailure } from './read-failure.ts';
import type { SendParts } from './send-message.ts';

export async function deleteMessage(
  { api }: SendParts,
  { externalId, messageId }: { externalId: string; messageId: string | undefined },
): Promise<SendOutcome> {
  if (messageId === undefined) return { outcome: 'rejected', reason: 'no message to take away' };
  try {
    await api.deleteMessage(externalId, Number(messageId));
  } catch (error) {
    // The reader has taken it away themselves.
    if (!isGone(error)) return repeatable(readFailure(error));
  }
  return { outcome: 'sent', externalMessageId: messageId };
}
