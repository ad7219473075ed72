// What is said of a burn that a till has asked for: the question in every chat of the member, and once one of them has
// answered, what was decided in the others, in place of the question where the messenger can change it.
import { newId } from '#src/lib/id.ts';
import type { RecordedEvent } from '../events/follow-events.ts';
import type { Said } from './announce-receipt.ts';
import type { Addressee } from './choose-identity.ts';
import { composeNotice, type NoticeFacts } from './compose-notice.ts';
import { burnKey, type FirstMessage } from './find-first-messages.ts';
import type { Prompt } from './prompt.ts';

export type BurnEvent = Extract<RecordedEvent, { kind: 'burn.requested' | 'burn.settled' }>;

export function isOfBurn(event: RecordedEvent): event is BurnEvent {
  return event.kind === 'burn.requested' || event.kind === 'burn.settled';
}

interface Announce {
  /** Every chat of the member that can be reached. */
  to: Addressee[];
  /** The questions that were asked, by their keys; those asked here are added. */
  firsts: Map<string, FirstMessage>;
  factsFor: (reader: Addressee) => NoticeFacts;
}

/** The messages that come of one event. */
export function announceBurn(event: BurnEvent, { to, firsts, factsFor }: Announce): Said[] {
  const { burnRequestId } = event.data;
  return to.flatMap((each): Said[] => {
    const facts = factsFor(each);
    const prompt = composeNotice(event, facts);
    if (!prompt) return [];
    const { identityId, messenger } = each;
    const key = burnKey(burnRequestId, identityId);
    if (event.kind === 'burn.requested') {
      const deliveryId = newId('dlv', facts.now.getTime());
      firsts.set(key, { deliveryId, identityId, messenger });
      return [{ to: each, deliveryId, prompt, onceKey: key }];
    }
    const asked = firsts.get(key);
    // The chat that has answered was told there and then.
    if (!asked || event.data.by === identityId) return [];
    const { text } = prompt;
    const { keyboard } = facts;
    const change: Prompt = {
      say: 'edit',
      of: { deliveryId: asked.deliveryId },
      text,
      ...(keyboard && { keyboard }),
      orSend: true,
    };
    return [{ to: each, prompt: change, onceKey: `${event.eventId}:${identityId}` }];
  });
}
