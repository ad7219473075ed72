// What is said of a coupon that was given to a member, and of one that ends soon; composed from what it is at that moment.
import type { RecordedEvent } from '#src/core/events/follow-events.ts';
import { formatDay, formatTime } from '#src/lib/format.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import type { ToldOffer } from '../offers/list-told-coupons.ts';
import { wordsOf } from '../offers/offer-content.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { noticeWords } from './notice-words.ts';
import type { Button, RichText } from './prompt.ts';

type CouponEvent = Extract<RecordedEvent, { kind: 'coupon.announced' | 'coupon.expiring' }>;

/** Null once it is used, given back or over. */
export function composeCoupon(
  { kind, data }: CouponEvent,
  facts: NoticeFacts,
): { text: RichText; buttons: Button[][] } | null {
  const { language, now } = facts;
  const told = facts.coupons.get(data.couponId);
  if (!told || (told.expiresAt !== null && told.expiresAt <= now)) return null;
  const { title, terms } = wordsOf(told.content, language);
  const { key, time, end } = endOf(told, facts);
  const open = { label: noticeWords(language, 'coupon.open'), action: `offer:${told.offerId}` };
  if (kind === 'coupon.expiring')
    return {
      text: [
        noticeWords(language, `coupon.${key}`, { title, time, end }),
        noticeWords(language, howTo(told)),
      ].join('\n'),
      buttons: [[open]],
    };
  const take = { label: noticeWords(language, 'coupon.take'), action: `offer.take:${told.offerId}` };
  return {
    text: [
      noticeWords(language, 'coupon.given', { title }),
      ...(terms ? [noticeWords(language, 'coupon.terms', { terms })] : []),
      ...(told.expiresAt ? [noticeWords(language, 'coupon.until', { end })] : []),
      ...(told.state === 'taken' ? [noticeWords(language, howTo(told))] : []),
    ].join('\n'),
    buttons: told.state === 'issued' ? [[{ ...take, tone: 'primary' }, open]] : [[open]],
  };
}

function howTo({ content }: ToldOffer): string {
  return content.gives === null ? 'coupon.elsewhere' : 'coupon.works';
}

/** How its end is said: the last day, with the time where it ends within one. */
function endOf({ expiresAt }: ToldOffer, { language, programme, now }: NoticeFacts) {
  const { timeZone } = programme;
  const end = expiresAt ?? now;
  // What ends at midnight is good through the day before.
  const isMidnight = startOfDay(end.getTime(), timeZone) === end.getTime();
  const lastDay = isMidnight ? new Date(end.getTime() - 1) : end;
  const time = formatTime(end, { language, timeZone });
  const day = formatDay(lastDay, { language, timeZone, now });
  const isBefore = (days: number) => lastDay.getTime() < startOfDay(now.getTime(), timeZone, days);
  const which = isBefore(1) ? 'endsToday' : isBefore(2) ? 'endsTomorrow' : 'endsLater';
  const key = isMidnight || which === 'endsLater' ? which : (`${which}At` as const);
  return { key, time, end: isMidnight ? day : `${day}, ${time}` };
}
