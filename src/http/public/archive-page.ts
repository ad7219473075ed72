// Everything about a member as one page that needs nothing else: to be read on a phone, kept, or handed on. The same for
// programs is inside it, behind a link.
import type { Brand } from '#src/core/cards/brand.ts';
import { readRichText } from '#src/core/deliveries/rich-text.ts';
import type { Archive } from '#src/core/members/export-member.ts';
import { tierName } from '#src/core/stores/tier-name.ts';
import { formatDay, formatMoney, formatNumber, formatPoints, formatTime } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { webSentence } from '../sentences.ts';
import { badgeLine, challengeLine, friendLines, passLine, questLine, shoppingLine } from './archive-lines.ts';
import { archiveReceipts } from './archive-receipts.ts';
import { type Html, html, page } from './html.ts';

export interface ArchivePage {
  archive: Archive;
  /** Sentences that say why, by transfer. */
  why: ReadonlyMap<string, string[]>;
  brand: Brand;
  language: Language;
  timeZone: string;
  at: Date;
}

/** How a page of the archive says things. */
export interface ArchiveWords {
  say: (key: string, values?: Record<string, string | number>) => string;
  moment: (time: string | null) => string;
  money: (amountMinor: number, currency?: string) => string;
  language: Language;
}

export function archivePage(asked: ArchivePage): string {
  const { archive, why, brand, language } = asked;
  const words = wordsOf(asked);
  const title = words.say('title', { shop: brand.shopName });
  const json = Buffer.from(JSON.stringify(archive, null, 2)).toString('base64');
  const body = html`<h1>${title}</h1>
<p class="soft">${words.say('made', { moment: words.moment(asked.at.toISOString()) })}</p>
${[
  section(words.say('you'), [facts(aboutYou(archive, words))]),
  section(words.say('cards'), list(archive.cards.map((each) => cardLine(each, words)))),
  section(words.say('points'), pointsOf(archive, why, words)),
  section(words.say('receipts'), archiveReceipts(archive.receipts, words)),
  section(words.say('offers'), list(archive.coupons.map((each) => couponLine(each, words)))),
  section(words.say('rewards'), list(archive.rewards.map((each) => rewardLine(each, words)))),
  section(words.say('gifts'), list(archive.gifts.map((each) => giftLine(each, words)))),
  section(words.say('quests'), list(archive.quests.map((each) => questLine(each, words)))),
  section(words.say('challenges'), list(archive.challenges.map((each) => challengeLine(each, words)))),
  section(words.say('badges'), list(archive.badges.map((each) => badgeLine(each, words)))),
  section(words.say('friends'), list(friendLines(archive, words))),
  section(words.say('passes'), list(archive.passes.map((each) => passLine(each, words)))),
  section(words.say('shoppingList'), list(archive.shoppingList.map((each) => shoppingLine(each, words)))),
  section(words.say('consents'), list(archive.consents.map((each) => consentLine(each, words)))),
  section(words.say('messages'), list(archive.messages.map((each) => messageLine(each, words)))),
]}
<section class="sheet"><h2>${words.say('programs')}</h2><p>${words.say('programsText')}</p>
<p><a download="kartka.json" href="data:application/json;base64,${json}">kartka.json</a></p></section>`;
  return page({ title, language, brand, body, languages: false });
}

function wordsOf({ language, timeZone, at }: ArchivePage): ArchiveWords {
  return {
    language,
    say: (key, values) => webSentence(`archive.${key}`, language, values),
    moment: (time) =>
      time === null
        ? '-'
        : `${formatDay(new Date(time), { language, timeZone, now: at })}, ${formatTime(new Date(time), { language, timeZone })}`,
    money: (amountMinor, currency) => formatMoney(amountMinor, language, currency),
  };
}

/** Empty ones say so: that nothing is kept is an answer, too. */
function section(title: string, items: Html[]): Html {
  const shown = items.length > 0 ? items : [html`<p class="soft">-</p>`];
  return html`<section class="sheet" style="margin-bottom:16px"><h2 style="margin-top:0">${title}</h2>${shown}</section>`;
}

const list = (lines: Html[]): Html[] =>
  lines.map((line) => html`<p style="overflow-wrap:anywhere">${line}</p>`);

function facts(pairs: [string, string | null][]): Html {
  const told = pairs.filter(([, value]) => value !== null && value !== '');
  return html`<dl style="margin:0">${told.map(
    ([key, value]) =>
      html`<dt class="soft">${key}</dt><dd style="margin:0 0 8px;overflow-wrap:anywhere">${value ?? ''}</dd>`,
  )}</dl>`;
}

function aboutYou({ member, messengers, phones }: Archive, words: ArchiveWords): [string, string | null][] {
  const { say, moment, language } = words;
  const chats = messengers.map(
    ({ messenger, shownName, lastSeenAt }) =>
      `${say(`channel.${messenger}`)}${shownName ? ` (${shownName})` : ''}, ${moment(lastSeenAt)}`,
  );
  return [
    [say('name'), member.name],
    [say('phone'), phones.map((each) => each.phone).join(', ') || member.phone],
    [say('birthday'), member.birthday?.replace(/^0004-/, '') ?? null],
    [say('language'), say(`languages.${member.language}`)],
    [say('since'), moment(member.registeredAt)],
    [say('tier'), tierName(language, member.tier)],
    [say('turnover'), words.money(Number(member.turnoverMinor))],
    [say('source'), member.source],
    [say('chats'), chats.join('; ')],
    [say('marketing'), say(member.marketingConsent ? 'yes' : 'no')],
  ];
}

function cardLine(card: Archive['cards'][number], { say, moment }: ArchiveWords): Html {
  return html`<b>${card.card_number}</b> · ${say(`card.${card.kind}`)} · ${say(`card.${card.status}`)}
<span class="soft">· ${moment(card.issued_at)}</span>`;
}

function pointsOf(archive: Archive, why: ArchivePage['why'], words: ArchiveWords): Html[] {
  const { language, say, moment } = words;
  const head = html`<p><b>${formatPoints(archive.balance ?? 0, language)}</b></p>`;
  const newest = archive.transfers.toReversed();
  const told = newest.slice(0, Math.max(why.size, 1));
  const lines = told.map((each) => {
    const amount = `${each.amount > 0 ? '+' : '−'}${formatNumber(Math.abs(each.amount), language)}`;
    const unit = each.currency === 'points' ? '' : ` ${each.currency}`;
    const reasons = (why.get(each.transferId) ?? []).join(' ');
    return html`<p><b>${amount}${unit}</b> <span class="soft">· ${moment(each.occurredAt)}</span><br>${reasons}</p>`;
  });
  const more = newest.length - told.length;
  return [head, ...lines, ...(more > 0 ? [html`<p class="soft">${say('more', { count: more })}</p>`] : [])];
}

function couponLine(coupon: Archive['coupons'][number], { say, moment, language }: ArchiveWords): Html {
  const { offer, code, status } = coupon;
  const title = (offer?.[language] ?? offer?.uk ?? Object.values(offer ?? {})[0])?.title ?? '';
  return html`<b>${title}</b> · ${code} · ${say(`coupon.${status}`)}
<span class="soft">· ${moment(coupon.usedAt ?? coupon.takenAt ?? coupon.issuedAt)}</span>`;
}

function rewardLine(order: Archive['rewards'][number], { say, moment, language }: ArchiveWords): Html {
  return html`<b>${textIn(order.reward, language)}</b> · ${order.price === 0 ? say('order.free') : formatNumber(order.price, language)} · ${say(`order.${order.status}`)}
<span class="soft">· ${moment(order.orderedAt)}</span>`;
}

function giftLine(gift: Archive['gifts'][number], { say, moment, language }: ArchiveWords): Html {
  return html`${say(gift.given ? 'gift.given' : 'gift.received')}: <b>${formatNumber(gift.amount, language)}</b> · ${say(`gift.${gift.status}`)}${gift.note ? ` · ${gift.note}` : ''}
<span class="soft">· ${moment(gift.givenAt)}</span>`;
}

function consentLine(consent: Archive['consents'][number], { say, moment }: ArchiveWords): Html {
  return html`<b>${say(`consent.${consent.kind}`)}</b>: ${say(consent.given ? 'consent.given' : 'consent.takenBack')}
<span class="soft">· ${say('consent.text', { version: consent.text_version })} · ${say(`channel.${consent.channel}`)} · ${moment(consent.recorded_at)}</span>`;
}

function messageLine(message: Archive['messages'][number], { say, moment }: ArchiveWords): Html {
  const text = readRichText(message.text)
    .map((span) => span.text)
    .join('');
  return html`<span class="soft">${moment(message.at)} · ${say(`channel.${message.messenger}`)}</span><br><span style="white-space:pre-line">${text}</span>`;
}
