// What a shop's pictures are painted with.

export interface Brand {
  shopName: string;
  /** The card's ground, `#rrggbb`. */
  colour: string;
  /** The second colour, `#rrggbb`; a warm amber where not told. */
  accent?: string;
}

export type Rgb = [red: number, green: number, blue: number];

export const DEFAULT_ACCENT = '#F4A340';
export const WHITE: Rgb = [255, 255, 255];
export const INK: Rgb = [12, 18, 16];

/** Reads `#rrggbb`; throws on anything else, because a colour goes into the markup that is drawn. */
export function readColour(text: string): Rgb {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!digits)
    throw new Error(`A brand colour is written as #rrggbb, not as ${JSON.stringify(text.slice(0, 40))}.`);
  return [parseInt(digits[1] ?? '', 16), parseInt(digits[2] ?? '', 16), parseInt(digits[3] ?? '', 16)];
}

export function writeColour(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The colour that lies `share` (0 to 1) of the way from one to the other. */
export function mixColours(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
}

/** White or near-black, whichever stands out more from `ground`: WCAG 2.2's contrast ratio decides. */
export function textColourOn(ground: Rgb): Rgb {
  return contrast(ground, WHITE) >= contrast(ground, INK) ? WHITE : INK;
}

/** WCAG 2.2's contrast ratio, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
