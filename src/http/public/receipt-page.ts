// /r/<code>: what the QR code on the slip of a receipt without a card opens. It says what the receipt brings and offers
// both messengers; the link carries the code on, so that the points are booked as soon as there is a card.

import type { Brand } from '#src/core/cards/brand.ts';
import { claimPayload } from '#src/core/receipts/claim-code.ts';
import type { Slip } from '#src/core/receipts/read-slip.ts';
import type { AnonymousReceipt } from '#src/core/receipts/record-anonymous.ts';
import { formatDay, formatPoints } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';
import { type Html, html, page } from './html.ts';
import { type Invite, inviteLinks, waysIn } from './invite-page.ts';

export interface ReceiptPage {
  brand: Brand;
  language: Language;
  bots: Parameters<typeof inviteLinks>[0];
  /** Null: there is no such code. */
  found: (AnonymousReceipt & Pick<Slip, 'points'>) | null;
  timeZone: string;
  at: Date;
}

export function receiptPage({ brand, language, bots, found, timeZone, at }: ReceiptPage): string {
  const say = (key: string, values: Record<string, string> = {}) =>
    webSentence(`receipt.page.${key}`, language, values);
  const title = say('title');
  const open = found !== null && found.points !== null && found.claimUntil > at ? found : null;
  const lead = open
    ? say('lead', {
        points: formatPoints(open.points ?? 0, language),
        day: formatDay(open.claimUntil, { language, timeZone, now: at }),
      })
    : say(whyNot(found));
  const links: Invite['links'] = inviteLinks(bots, open ? claimPayload(open.claimCode) : 'receipt');
  const more: Html = open ? html`` : html`<p class="soft">${say('card')}</p>`;
  const body = html`<h1>${title}</h1>
<p>${lead}</p>
${more}
${waysIn({ links, language, shop: brand.shopName })}
<p class="soft" style="margin-top:28px"><a href="/terms?lang=${language}">${webSentence('go.terms', language)}</a></p>`;
  return page({ title, language, brand, body });
}

function whyNot(found: ReceiptPage['found']): 'none' | 'used' | 'returned' | 'expired' {
  if (found === null) return 'none';
  if (found.claimedBy !== null) return 'used';
  return found.points === null ? 'returned' : 'expired';
}
