import type { Channel, Messenger, SendOutcome, SendRequest } from './messenger.ts';

/** Sends, and turns a fault of our own in the adapter into `unknown`: nobody can tell how far it came. */
export async function sendSafely(messenger: Messenger<Channel>, request: SendRequest): Promise<SendOutcome> {
  try {
    return await messenger.send(request);
  } catch (error) {
    return {
      outcome: 'unknown',
      reason: `a fault of ours: ${error instanceof Error ? error.name : typeof error}`,
    };
  }
}
