// A page that is opened from a chat, as it first arrives: everything that paints it is inside, so that a slow phone shows its frame
// before the script has come; and the rules for what it may load and who may show it inside of theirs.
import { createHash } from 'node:crypto';
import { type Brand, readColour, textColourOn, writeColour } from '#src/core/cards/brand.ts';
import type { Language } from '#src/lib/language.ts';
import { type Html, html } from '../public/html.ts';

export interface PageParts {
  brand: Brand;
  language: Language;
  title: string;
  /** Every word of the page by its name; `opening` is there before its script. */
  words: Record<string, string> & { opening: string };
  /** The page's own style, as it was built. */
  style: string;
  /** Address of its script. */
  script: string;
  /** Origins that may show the page inside a frame: Telegram's web apps. */
  framedBy: readonly string[];
}

/** The document, and the content policy that fits it. */
export function pageDocument(parts: PageParts): { body: string; policy: string } {
  const { brand, language, title, words } = parts;
  const style = colours(brand) + parts.style;
  // Inside a script element only `</` and `<!--` could end it early.
  const data: Html = { markup: JSON.stringify(words).replaceAll('<', '\\u003c') };
  const body = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ markup: style }}</style>
<script type="module" src="${parts.script}"></script>
</head>
<body>
<header><span class="mark" aria-hidden="true"></span><b>${brand.shopName}</b><span id="tier"></span></header>
<main id="page" aria-busy="true">
<section class="paper waiting"><p role="status">${words.opening}</p></section>
</main>
<script type="application/json" id="words">${data}</script>
</body>
</html>
`.markup;
  return { body, policy: policyOf(style, parts.framedBy) };
}

function policyOf(style: string, framedBy: readonly string[]): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${hash}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(' ') : "'none'"}`,
  ].join('; ');
}

function colours({ colour, accent = colour }: Brand): string {
  const ground = readColour(colour);
  const values = [
    `--brand:${writeColour(ground)}`,
    `--on-brand:${writeColour(textColourOn(ground))}`,
    `--accent:${writeColour(readColour(accent))}`,
  ];
  return `:root{${values.join(';')}}`;
}
