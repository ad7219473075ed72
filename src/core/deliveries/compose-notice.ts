// What a member is told about what happened, as a pure function of the event and a few names.
import type { RecordedEvent } from '#src/core/events/follow-events.ts';
import { formatDay, formatMoney, formatNumber, formatPoints, formatTime } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { noticeWords } from './notice-words.ts';
import type { Key, MessagePrompt, RichText } from './prompt.ts';

export interface NoticeFacts {
  language: Language;
  timeZone: string;
  now: Date;
  currency: string;
  /** The store's name by its id. */
  storeName: (storeId: string) => string;
  /** How the messenger of an identity is called, such as `Viber`. */
  messengerOf: (identityId: string) => string;
  /** The keyboard that stays below the chat. */
  keyboard?: Key[][];
}

const OWN_DOING = new Set(['member', 'replaced']);

/** The message, or null for events of which nothing is said. */
export function composeNotice(event: RecordedEvent, facts: NoticeFacts): MessagePrompt | null {
  const { language } = facts;
  const say = (key: string, values?: Record<string, string>) => noticeWords(language, key, values);
  const message = (text: RichText, buttons?: MessagePrompt['buttons']): MessagePrompt => ({
    say: 'message',
    text,
    ...(buttons && { buttons }),
    ...(facts.keyboard && { keyboard: facts.keyboard }),
  });
  switch (event.kind) {
    case 'receipt.accepted':
      return message(receiptText(event.data, facts));
    case 'burn.requested': {
      const { burnRequestId, points, storeId, expiresAt } = event.data;
      const time = formatTime(new Date(expiresAt), facts);
      const values = {
        points: formatPoints(BigInt(points), language),
        store: facts.storeName(storeId),
        time,
      };
      return message(say('burn.ask', values), [
        [
          { label: say('burn.yes'), action: `burn.yes:${burnRequestId}`, tone: 'primary' },
          { label: say('burn.no'), action: `burn.no:${burnRequestId}`, tone: 'danger' },
        ],
      ]);
    }
    case 'identity.linked': {
      const { identityId, burnAllowedFrom } = event.data;
      const lines = [say('linked.ask', { messenger: facts.messengerOf(identityId) })];
      if (burnAllowedFrom) {
        const from = new Date(burnAllowedFrom);
        lines.push(say('linked.wait', { day: formatDay(from, facts), time: formatTime(from, facts) }));
      }
      return message(lines.join('\n'), [
        [
          { label: say('linked.yes'), action: `identity.yes:${identityId}`, tone: 'primary' },
          { label: say('linked.no'), action: `identity.no:${identityId}`, tone: 'danger' },
        ],
      ]);
    }
    case 'card.blocked':
      // Whoever blocked or replaced it in the chat, or answered a burn with "not me", was told there.
      return event.data.burnRequestId || OWN_DOING.has(event.data.reason)
        ? null
        : message(say('card.blocked'));
    case 'points.expired': {
      const { amount, balance } = event.data;
      const values = {
        points: formatPoints(BigInt(amount), language),
        balance: formatNumber(BigInt(balance), language),
      };
      return message(say('points.expired', values));
    }
    case 'member.registered':
      // The conversation has greeted them.
      return null;
  }
}

function receiptText(
  data: Extract<RecordedEvent, { kind: 'receipt.accepted' }>['data'],
  { language, currency, storeName }: NoticeFacts,
): RichText {
  const head = noticeWords(language, 'receipt.head', {
    number: data.number,
    store: storeName(data.storeId),
    amount: formatMoney(data.amountMinor, language, currency),
  });
  const key = data.earned > 0 ? (data.burnt > 0 ? 'both' : 'earned') : data.burnt > 0 ? 'burnt' : 'none';
  const tail = noticeWords(language, `receipt.${key}`, {
    earned: formatPoints(data.earned, language),
    burnt: formatPoints(data.burnt, language),
    balance: formatNumber(data.balance, language),
  });
  return `${head}\n${tail}`;
}
