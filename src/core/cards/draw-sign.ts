// The sign of the shop as an app's icon: two circles on the brand's colour, as on the card and above the till.
import { type Brand, DEFAULT_ACCENT, readColour, writeColour } from './brand.ts';
import { encodeCanvas, prepareCanvas } from './canvas.ts';

/** A square PNG, `sidePx` wide. The circles stay within what a phone may cut off round the edges (W3C maskable icons). */
export async function drawSign(brand: Brand, sidePx: number): Promise<Buffer> {
  const ground = writeColour(readColour(brand.colour));
  const accent = writeColour(readColour(brand.accent ?? DEFAULT_ACCENT));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}" viewBox="0 0 40 40">
<rect width="40" height="40" fill="${ground}"/><circle cx="15.5" cy="20" r="8" fill="#fff"/>
<circle cx="24.5" cy="20" r="8" fill="${accent}"/></svg>`;
  return await encodeCanvas(prepareCanvas(svg, { width: sidePx, height: sidePx }, []));
}
