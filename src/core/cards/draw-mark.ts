// The shop's mark, two overlapping rounds in its colours: what wallets show beside a pass.
import { Resvg } from '@resvg/resvg-js';
import { type Brand, DEFAULT_ACCENT, readColour, textColourOn, writeColour } from './brand.ts';

/** A PNG of `px` by `px`. Throws when a colour of the brand is not `#rrggbb`. */
export function drawMark(brand: Brand, px: number): Buffer {
  const ground = readColour(brand.colour);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${px}" height="${px}">
    <rect width="100" height="100" fill="${writeColour(ground)}"/>
    <circle cx="62" cy="50" r="22" fill="${writeColour(readColour(brand.accent ?? DEFAULT_ACCENT))}"/>
    <circle cx="38" cy="50" r="22" fill="${writeColour(textColourOn(ground))}"/>
  </svg>`;
  return new Resvg(svg).render().asPng();
}
