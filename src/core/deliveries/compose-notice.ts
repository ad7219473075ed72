// What a member is told about what happened, as a pure function of the event and a few names. Receipts and
// orders have messages of their own: compose-receipt.ts, compose-order.ts.
import type { RecordedEvent } from '#src/core/events/follow-events.ts';
import { formatDay, formatMoney, formatNumber, formatTime } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { formatAmount } from '../stores/format-amount.ts';
import { tierBenefits, tierName } from '../stores/tier-name.ts';
import type { OrderEvent } from './announce-order.ts';
import type { ReceiptEvent } from './announce-receipt.ts';
import { composeChallenge } from './compose-challenge.ts';
import { composeCoupon } from './compose-coupon.ts';
import { composeExpiry } from './compose-expiry.ts';
import { composeRule } from './compose-rule.ts';
import { friendWords } from './friend-words.ts';
import { noticeWords } from './notice-words.ts';
import { partnerWords } from './partner-words.ts';
import type { Button, Key, MessagePrompt, RichText } from './prompt.ts';
import type { SharedFacts } from './read-notice-facts.ts';

export interface NoticeFacts extends SharedFacts {
  language: Language;
  now: Date;
  /** The keyboard that stays below the chat. */
  keyboard?: Key[][];
}

const OWN_DOING = new Set(['member', 'replaced']);
const REASONS = new Set([
  'apology',
  'correction',
  'lost_receipt',
  'contest',
  'fraud',
  'gift',
  'bought_in_time',
]);

type Notice = Exclude<RecordedEvent, ReceiptEvent | OrderEvent>;
type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>['data'];

/** What is said: words, and buttons under them. */
interface Words {
  text: RichText;
  buttons?: Button[][];
}

/** The message, or null for events of which nothing is said. */
export function composeNotice(event: Notice, facts: NoticeFacts): MessagePrompt | null {
  const words = wordsOf(event, facts);
  if (!words) return null;
  return { say: 'message', ...words, ...(facts.keyboard && { keyboard: facts.keyboard }) };
}

function wordsOf(event: Notice, facts: NoticeFacts): Words | null {
  const { language } = facts;
  const amount = (value: string | number, currency = 'points') =>
    formatAmount(BigInt(value), currency, facts);
  const say = (key: string, values?: Record<string, string>) => noticeWords(language, key, values);
  switch (event.kind) {
    case 'burn.requested':
      return burn(event.data, facts);
    case 'burn.settled':
      return { text: say(`burn.${event.data.status}`, { points: amount(event.data.points) }) };
    case 'identity.linked':
      return linked(event.data, facts);
    case 'card.blocked':
      // Whoever blocked or replaced it in the chat, or answered a burn with "not me", was told there.
      return event.data.burnRequestId || OWN_DOING.has(event.data.reason)
        ? null
        : { text: say('card.blocked') };
    case 'points.expired':
    case 'points.expiring':
      return composeExpiry(event, facts);
    case 'points.adjusted': {
      const { amount: value, reason, balance, currency } = event.data;
      const change = BigInt(value);
      const values = {
        points: amount((change < 0n ? -change : change).toString(), currency),
        reason: say(`points.reasons.${REASONS.has(reason) ? reason : 'other'}`),
        balance: formatNumber(BigInt(balance), language),
      };
      return { text: say(change < 0n ? 'points.taken' : 'points.added', values) };
    }
    case 'member.merged': {
      const { balance } = event.data;
      return balance === undefined ? null : { text: say('cards.joined', { points: amount(balance) }) };
    }
    case 'member.parted': {
      const { from, balances } = event.data;
      const balance = balances?.[event.memberId === from ? 'from' : 'into'];
      return balance === undefined ? null : { text: say('cards.parted', { points: amount(balance) }) };
    }
    case 'tier.changed':
      return tierChanged(event.data, facts);
    case 'tier.at_risk':
      return atRisk(event.data, facts);
    // Whoever takes one sees it right there.
    case 'coupon.taken':
    // And what is given is told when it is time: coupon.announced.
    case 'coupon.issued':
      return null;
    case 'coupon.announced':
    case 'coupon.expiring':
      return composeCoupon(event, facts);
    case 'challenge.invited':
    case 'challenge.reached':
    case 'challenge.given':
    case 'challenge.missed':
    case 'challenge.lost':
    case 'challenge.taken_back':
    case 'challenge.kept':
    case 'challenge.ending':
    case 'challenge.ended':
      return composeChallenge(event, facts);
    case 'gift.given':
      return gift(event.data, facts);
    case 'gift.accepted':
    case 'gift.returned': {
      const points = amount(event.data.amount, event.data.currency);
      return { text: say(event.kind, { points }) };
    }
    case 'friend.joined':
    case 'friend.rewarded':
    case 'friend.taken_back':
      return { text: friendWords(event, facts) };
    case 'partner.points':
      return { text: partnerWords(event, facts) };
    case 'rule.points':
    case 'rule.message': {
      const text = composeRule(event, facts);
      return text === null ? null : { text };
    }
    // The conversation has greeted them. What follows is for other systems.
    case 'member.registered':
    case 'phone.proven':
    case 'rule.event':
    case 'member.event':
    case 'segment.entered':
    case 'segment.left':
      return null;
  }
}

function burn(
  { burnRequestId, points, storeId, expiresAt }: Of<'burn.requested'>,
  facts: NoticeFacts,
): Words {
  const { language, programme, names } = facts;
  const time = formatTime(new Date(expiresAt), { language, timeZone: programme.timeZone });
  const amount = formatAmount(BigInt(points), 'points', facts);
  return {
    text: noticeWords(language, 'burn.ask', { points: amount, store: names.get(storeId) ?? '', time }),
    buttons: [
      [
        { label: noticeWords(language, 'burn.yes'), action: `burn.yes:${burnRequestId}`, tone: 'primary' },
        { label: noticeWords(language, 'burn.no'), action: `burn.no:${burnRequestId}`, tone: 'danger' },
      ],
    ],
  };
}

function linked({ identityId, burnAllowedFrom }: Of<'identity.linked'>, facts: NoticeFacts): Words {
  const { language, names, programme } = facts;
  const lines = [noticeWords(language, 'linked.ask', { messenger: names.get(identityId) ?? '' })];
  if (burnAllowedFrom) {
    const from = new Date(burnAllowedFrom);
    const time = formatTime(from, { language, timeZone: programme.timeZone });
    lines.push(noticeWords(language, 'linked.wait', { day: dayOf(from, facts), time }));
  }
  return {
    text: lines.join('\n'),
    buttons: [
      [
        { label: noticeWords(language, 'linked.yes'), action: `identity.yes:${identityId}`, tone: 'primary' },
        { label: noticeWords(language, 'linked.no'), action: `identity.no:${identityId}`, tone: 'danger' },
      ],
    ],
  };
}

function tierChanged({ from, to }: Of<'tier.changed'>, { language, tiers }: NoticeFacts): Words {
  const place = (key: string) => tiers.findIndex((each) => each.tierKey === key);
  const tier = tierName(language, to);
  if (place(to) < place(from))
    return { text: noticeWords(language, 'tier.down', { tier, old: tierName(language, from) }) };
  const lines = [noticeWords(language, 'tier.up', { tier })];
  const reached = tiers[place(to)];
  const benefits = reached ? tierBenefits(reached, language) : [];
  if (benefits.length > 0)
    lines.push(noticeWords(language, 'tier.benefits', { benefits: benefits.join(', ') }));
  return { text: lines.join('\n') };
}

function atRisk({ tierKey, missingMinor, keptUntil }: Of<'tier.at_risk'>, facts: NoticeFacts): Words {
  const { language, programme } = facts;
  const missing = BigInt(missingMinor);
  const spends = programme.tierBasis === 'spend';
  return {
    text: noticeWords(language, spends ? 'tier.riskSpend' : 'tier.riskPoints', {
      tier: tierName(language, tierKey),
      day: dayOf(new Date(keptUntil), facts),
      amount: spends
        ? formatMoney(missing, language, programme.moneyCurrency)
        : formatAmount(missing, 'points', facts),
    }),
  };
}

/** Null once it is taken, returned or somebody else's. */
function gift({ giftId, amount, currency }: Of<'gift.given'>, facts: NoticeFacts): Words | null {
  const { language } = facts;
  const told = facts.gifts.get(giftId);
  if (!told) return null;
  const points = formatAmount(BigInt(amount), currency, facts);
  const lines = [
    told.giver
      ? noticeWords(language, 'gift.given', { points, giver: told.giver })
      : noticeWords(language, 'gift.nameless', { points }),
    ...(told.note ? [noticeWords(language, 'gift.note', { note: told.note })] : []),
    noticeWords(language, 'gift.until', { day: dayOf(told.expiresAt, facts) }),
  ];
  const accept = {
    label: noticeWords(language, 'gift.accept'),
    action: `gift.accept:${giftId}`,
    tone: 'primary',
  } as const;
  return { text: lines.join('\n'), buttons: [[accept]] };
}

function dayOf(date: Date, { language, programme, now }: NoticeFacts): string {
  return formatDay(date, { language, timeZone: programme.timeZone, now });
}
