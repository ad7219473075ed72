// What is said of a receipt: one message when it was accepted, and that message changed when something happens to it.
// A messenger that cannot change a message gets a short one more, and so does anybody whom a return leaves in debt.
import { formatNumber } from '#src/lib/format.ts';
import { newId } from '#src/lib/id.ts';
import type { RecordedEvent } from '../events/follow-events.ts';
import { hasLapsed } from '../receipts/lapsed-points.ts';
import type { ReceiptStory } from '../receipts/read-receipt-stories.ts';
import { formatAmount } from '../stores/format-amount.ts';
import type { Addressee } from './choose-identity.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { progressText, receiptButtons, receiptText, returnText } from './compose-receipt.ts';
import { type FirstMessage, receiptKey } from './find-first-messages.ts';
import { noticeWords } from './notice-words.ts';
import type { MessagePrompt, Prompt, RichText } from './prompt.ts';
import type { QueueDelivery } from './queue-delivery.ts';
import { receiptsOf } from './read-notice-facts.ts';
import type { ReceiptFacts } from './receipt-facts.ts';

const KINDS = [
  'receipt.accepted',
  'receipt.returned',
  'receipt.rated',
  'points.activated',
  'challenge.progressed',
] as const;
export type ReceiptEvent = Extract<RecordedEvent, { kind: (typeof KINDS)[number] }>;

export function isOfReceipt(event: RecordedEvent): event is ReceiptEvent {
  return KINDS.some((kind) => kind === event.kind);
}

export type Said = Pick<QueueDelivery, 'deliveryId' | 'prompt' | 'onceKey'> & {
  to: Pick<Addressee, 'identityId'>;
};

interface Announce {
  /** The chat that the member reads; undefined: there is none. */
  to: Addressee | undefined;
  /** The first message of each receipt; those said here are added. */
  firsts: Map<string, FirstMessage>;
  factsFor: (reader: Addressee) => NoticeFacts;
}

/** The messages that come of one event. */
export function announceReceipt(event: ReceiptEvent, { to, firsts, factsFor }: Announce): Said[] {
  if (!to) return [];
  const facts = factsFor(to);
  const stories = receiptsOf(event).flatMap(({ receiptId }) => facts.stories.get(receiptId) ?? []);
  const once = (what: string, identityId = to.identityId) => `${event.eventId}:${what}:${identityId}`;
  switch (event.kind) {
    case 'receipt.accepted':
      return stories.flatMap((story): Said[] => {
        // As nothing: neither that points came nor that they went.
        if (hasLapsed(story) && progressText(story, receiptFacts(facts)) === null) return [];
        const deliveryId = newId('dlv', facts.now.getTime());
        const { identityId, messenger } = to;
        firsts.set(story.receiptId, { deliveryId, identityId, messenger, isNew: true });
        const onceKey = receiptKey(story.receiptId, identityId);
        return [{ to, deliveryId, prompt: first(story, { to, facts }), onceKey }];
      });
    case 'receipt.rated':
    case 'receipt.returned':
      return stories.flatMap((story): Said[] => {
        const known = firsts.get(story.receiptId);
        const onceKey = once('change', known?.identityId);
        if (known?.messenger === 'telegram')
          return [
            {
              to: known,
              prompt: change(story, { known, facts, orSend: event.kind !== 'receipt.rated' }),
              onceKey,
            },
            ...debt(event, story, { known, facts, onceKey: once('debt', known.identityId) }),
          ];
        if (event.kind === 'receipt.rated') return [];
        // Where a message cannot change, the keys of the first one have gone with the next.
        const buttons = receiptButtons(story, facts.language);
        const prompt = message(returnText(story, receiptFacts(facts)), { to: known ?? to, facts, buttons });
        return [{ to: known ?? to, prompt, onceKey }];
      });
    case 'challenge.progressed':
      return stories.flatMap((story): Said[] => {
        const known = firsts.get(story.receiptId);
        // Composed a moment ago, it tells of this already.
        if (!known || known.isNew) return [];
        const onceKey = once('progress', known.identityId);
        if (known.messenger === 'telegram')
          return [{ to: known, prompt: change(story, { known, facts, orSend: false }), onceKey }];
        const text = progressText(story, receiptFacts(facts));
        if (text === null) return [];
        const buttons = receiptButtons(story, facts.language);
        return [{ to: known, prompt: message(text, { to: known, facts, buttons }), onceKey }];
      });
    case 'points.activated': {
      const changed = stories.flatMap((story): Said[] => {
        const known = firsts.get(story.receiptId);
        if (known?.messenger !== 'telegram') return [];
        const prompt = change(story, { known, facts, orSend: false });
        return [{ to: known, prompt, onceKey: once(story.receiptId, known.identityId) }];
      });
      // Whoever sees it in every message that it concerns needs no word more.
      const shown = changed.length === event.data.receiptIds.length && changed.length > 0;
      if (shown) return changed;
      const [story] = stories.length === 1 ? stories : [];
      const buttons = story && receiptButtons(story, facts.language);
      const prompt = message(activated(event, facts), { to, facts, buttons });
      return [...changed, { to, prompt, onceKey: once('active') }];
    }
  }
}

/** Whom a message is for, and what they are told from. */
interface Telling {
  to: Pick<Addressee, 'messenger'>;
  facts: NoticeFacts;
}

function first(story: ReceiptStory, telling: Telling): MessagePrompt {
  const { facts } = telling;
  const buttons = receiptButtons(story, facts.language);
  return message(receiptText(story, receiptFacts(facts)), { ...telling, buttons });
}

/** Only Telegram changes messages, and these have buttons: no keys. */
function change(
  story: ReceiptStory,
  { known, facts, orSend }: { known: FirstMessage; facts: NoticeFacts; orSend: boolean },
): Prompt {
  return {
    say: 'edit',
    of: { deliveryId: known.deliveryId },
    text: receiptText(story, receiptFacts(facts)),
    buttons: receiptButtons(story, facts.language),
    orSend,
  };
}

/** A changed message rings no bell and may be far up; that points are owed now is worth a word of its own. */
function debt(
  event: ReceiptEvent,
  story: ReceiptStory,
  { known, facts, onceKey }: { known: FirstMessage; facts: NoticeFacts; onceKey: string },
): Said[] {
  // What was composed a moment ago tells of it already.
  if (event.kind !== 'receipt.returned' || BigInt(event.data.owed) <= 0n || known.isNew) return [];
  const prompt = message(returnText(story, receiptFacts(facts)), { to: known, facts, buttons: undefined });
  return [{ to: known, prompt, onceKey }];
}

function activated(
  { data }: Extract<ReceiptEvent, { kind: 'points.activated' }>,
  facts: NoticeFacts,
): RichText {
  const { language } = facts;
  return noticeWords(language, 'points.activated', {
    points: formatAmount(BigInt(data.amount), data.currency, facts),
    balance: formatNumber(BigInt(data.balance), language),
  });
}

/** Telegram has no room for keys under a message with buttons, and keeps those that are there: they are left out of the row. */
function message(
  text: RichText,
  { to, facts, buttons }: Telling & { buttons: MessagePrompt['buttons'] },
): MessagePrompt {
  const { keyboard } = to.messenger === 'telegram' && buttons ? {} : facts;
  return { say: 'message', text, ...(buttons && { buttons }), ...(keyboard && { keyboard }) };
}

/** What composing a receipt needs of the facts of a notice. */
export function receiptFacts({ programme, ...facts }: NoticeFacts): ReceiptFacts {
  return { ...facts, timeZone: programme.timeZone, returnPolicy: programme.returnPolicy };
}
