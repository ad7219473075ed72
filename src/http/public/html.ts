// The small pages for people without a session: one column, the shop's colours, no script.
import type { Brand } from '#src/core/cards/brand.ts';
import { readColour, textColourOn, writeColour } from '#src/core/cards/brand.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';

/** Markup that is safe to put into a page; only `html` makes it. */
export interface Html {
  markup: string;
}

/** A template whose values are escaped unless they are Html themselves. */
export function html(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const shown = values.map((value) => {
    if (typeof value === 'string') return escapeHtml(value);
    return Array.isArray(value) ? value.map((each) => each.markup).join('') : value.markup;
  });
  return { markup: String.raw({ raw: parts }, ...shown) };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const NAMES: Record<Language, string> = { uk: 'Українська', ru: 'Русский', en: 'English' };

export interface Page {
  title: string;
  language: Language;
  brand: Brand;
  body: Html;
  /** False: a page that is kept, where no address leads to it in other languages. */
  languages?: boolean;
}

/** The whole document. The languages at its foot lead to the same page with `?lang=`. */
export function page({ title, language, brand, body, languages: offered = true }: Page): string {
  const ground = readColour(brand.colour);
  const colour = writeColour(ground);
  const onColour = writeColour(textColourOn(ground));
  const languages = LANGUAGES.map((each) =>
    each === language
      ? html`<b aria-current="true">${NAMES[each]}</b>`
      : html`<a href="?lang=${each}" hreflang="${each}" lang="${each}">${NAMES[each]}</a>`,
  );
  const style: Html = {
    markup: styleOf({ colour, onColour, accent: writeColour(readColour(brand.accent ?? colour)) }),
  };
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${colour}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><span class="mark" aria-hidden="true"></span>${brand.shopName}</header>
<main>${body}</main>
<footer>${offered ? languages : []}</footer>
</body>
</html>
`.markup;
}

function styleOf({ colour, onColour, accent }: { colour: string; onColour: string; accent: string }): string {
  return `:root{--brand:${colour};--on:${onColour};--accent:${accent};--ink:#16201c;--soft:#5b6661;--ground:#f6f5f1;--sheet:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#eef2ef;--soft:#a3aea8;--ground:#121614;--sheet:#1c2220}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--ground);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header{background:var(--brand);color:var(--on);padding:20px max(24px,calc(50% - 320px));font-weight:700;font-size:20px;display:flex;align-items:center;gap:12px}
.mark{width:18px;height:18px;border-radius:50%;background:var(--on);box-shadow:11px 0 0 var(--accent);margin-right:11px}
main{flex:1;width:100%;max-width:688px;margin:0 auto;padding:32px 24px}
h1{font-size:30px;line-height:1.2;margin:0 0 12px;letter-spacing:-.01em}
h2{font-size:19px;margin:28px 0 4px}
p{margin:0 0 12px}
.soft{color:var(--soft)}
.sheet{background:var(--sheet);border-radius:20px;padding:28px;box-shadow:0 1px 2px #0001,0 8px 30px #0000000f}
.ways{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:20px;margin-top:24px}
.way{display:flex;flex-direction:column;gap:16px;align-items:center;text-align:center}
.button{display:block;width:100%;padding:15px 18px;border-radius:14px;background:var(--brand);color:var(--on);font-weight:650;text-decoration:none}
.button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:6px}
.code{background:#fff;border-radius:16px;padding:10px;width:184px;height:184px}
.code img{width:100%;height:100%;image-rendering:pixelated;display:block}
@media (max-width:520px){.code,.scan{display:none}}
footer{padding:20px 24px 28px;display:flex;gap:20px;justify-content:center;color:var(--soft)}
a{color:inherit}`;
}
