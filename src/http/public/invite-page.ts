// /go/<payload>: what a poster, a receipt or a friend's link opens. It offers both messengers and carries the payload
// on, so that the shop knows what brought a new member.

import type { Brand } from '#src/core/cards/brand.ts';
import { drawQr } from '#src/core/cards/draw-qr.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';
import { type Html, html, page } from './html.ts';

export interface Invite {
  brand: Brand;
  language: Language;
  links: { telegram?: string | undefined; viber?: string | undefined };
}

/**
 * The deep links that open the bots with this payload. Telegram: core.telegram.org/bots/features#deep-linking; Viber:
 * developers.viber.com/docs/tools/deep-links.
 */
export function inviteLinks(
  { telegram, viber }: { telegram?: string | undefined; viber?: string | undefined },
  payload: string,
): Invite['links'] {
  return {
    telegram: telegram && `https://t.me/${encodeURIComponent(telegram)}?start=${payload}`,
    viber: viber && `viber://pa?chatURI=${encodeURIComponent(viber)}&context=${payload}`,
  };
}

export function invitePage({ brand, language, links }: Invite): string {
  const shop = brand.shopName;
  const say = (key: string) => webSentence(`go.${key}`, language, { shop });
  const body = html`<h1>${say('title')}</h1>
<p class="soft">${say('lead')}</p>
${waysIn({ links, language, shop })}
<p class="soft" style="margin-top:28px"><a href="/terms?lang=${language}">${say('terms')}</a></p>`;
  return page({ title: say('title'), language, brand, body });
}

/** The messengers that can be opened, each with its QR code; or a word that there are none yet. */
export function waysIn({ links, language, shop }: Omit<Invite, 'brand'> & { shop: string }): Html {
  const say = (key: string) => webSentence(`go.${key}`, language, { shop });
  const ways = (['telegram', 'viber'] as const).flatMap((messenger) => {
    const link = links[messenger];
    return link ? [way(link, say(messenger))] : [];
  });
  if (ways.length === 0) return html`<p class="sheet">${say('none')}</p>`;
  return html`<div class="ways">${ways}</div><p class="soft scan" style="margin-top:16px">${say('scan')}</p>`;
}

function way(link: string, label: string): Html {
  const picture = `data:image/png;base64,${drawQr(link, { modulePx: 4, marginModules: 2 }).toString('base64')}`;
  return html`<div class="sheet way"><div class="code"><img alt="" src="${picture}"></div><a class="button" href="${link}">${label}</a></div>`;
}
