// /terms: what the programme gives and keeps, made from its settings, so that the text cannot promise something else
// than the program does.
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import { formatMoney, formatPercent } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';
import { html, page } from './html.ts';

export function termsPage({ programme, tiers, currencies }: KnownProgramme, language: Language): string {
  const points = currencies.find((each) => each.currency === 'points');
  const shop = programme.shopName;
  const percent = (basisPoints: number) => formatPercent(basisPoints / 10_000, language);
  const values = {
    shop,
    version: programme.termsVersion,
    least: percent(Math.min(...tiers.map((tier) => tier.earnBp))),
    most: percent(Math.max(...tiers.map((tier) => tier.earnBp))),
    value: formatMoney(programme.pointValueMinor, language, programme.moneyCurrency),
    share: percent(programme.maxBurnBp),
    months: points?.expiryMonths ?? 0,
    hours: programme.burnWaitHours,
    phone: programme.supportPhone,
  };
  const say = (key: string) => webSentence(`terms.${key}`, language, values);
  const life = points?.expiry === 'never' ? 'lifeForever' : 'lifeText';
  const help = programme.supportPhone === '' ? 'helpBot' : 'helpText';
  const sections = [
    ['points', 'pointsText'],
    ['life', life],
    ['wait', 'waitText'],
    ['data', 'dataText'],
    ['leave', 'leaveText'],
    ['help', help],
  ] as const;
  const body = html`<article class="sheet"><h1>${say('title')}</h1><p class="soft">${say('version')}</p>
${sections.map(([title, text]) => html`<h2>${say(title)}</h2><p>${say(text)}</p>`)}</article>`;
  const brand = { shopName: shop, colour: programme.brandColour, accent: programme.accentColour };
  return page({ title: say('title'), language, brand, body });
}
