// What is said of points that have run out, and of those that are about to.
import { formatDay, formatNumber } from '#src/lib/format.ts';
import type { RecordedEvent } from '../events/follow-events.ts';
import { formatAmount } from '../stores/format-amount.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { noticeWords } from './notice-words.ts';
import type { Button, RichText } from './prompt.ts';

type ExpiryEvent = Extract<RecordedEvent, { kind: 'points.expired' | 'points.expiring' }>;

export function composeExpiry(
  event: ExpiryEvent,
  facts: NoticeFacts,
): { text: RichText; buttons?: Button[][] } {
  if (event.kind === 'points.expiring') return expiring(event.data, facts);
  const { amount, balance, currency = 'points' } = event.data;
  const points = formatAmount(BigInt(amount), currency, facts);
  const values = { points, balance: formatNumber(BigInt(balance), facts.language) };
  return { text: noticeWords(facts.language, 'points.expired', values) };
}

function expiring(
  { currency, amount, expiresOn, daysBefore }: Extract<ExpiryEvent, { kind: 'points.expiring' }>['data'],
  facts: NoticeFacts,
): ReturnType<typeof composeExpiry> {
  const { language } = facts;
  const key = daysBefore <= 0 ? 'Today' : daysBefore === 1 ? 'Tomorrow' : 'Later';
  const values = {
    points: formatAmount(BigInt(amount), currency, facts),
    day: formatDay(new Date(`${expiresOn}T12:00:00Z`), { language, timeZone: 'UTC', now: facts.now }),
  };
  // Nothing else pays at a till.
  const pays = currency === 'points';
  const text = noticeWords(language, `points.${pays ? 'expiring' : 'ending'}${key}`, values);
  if (!pays) return { text };
  return { text, buttons: [[{ label: noticeWords(language, 'points.code'), action: 'code' }]] };
}
