// A picture to send on: the shop's colours and few words at the left, the code of the member's own link at the right.
import { type Brand, DEFAULT_ACCENT, mixColours, readColour, textColourOn, writeColour } from './brand.ts';
import { encodeCanvas, paintQr, prepareCanvas } from './canvas.ts';
import { drawableText } from './drawable-text.ts';
import { escapeXml } from './font.ts';
import { widthOf } from './set-text.ts';

export interface InvitePicture {
  /** The member's own link. */
  url: string;
  brand: Brand;
  /** In the reader's language: what it is, what it brings, what to do. */
  words: { title: string; lead: string; how: string };
}

export const INVITE_SIZE = { width: 1012, height: 638 };
const MARGIN = 60;
const PANEL = { x: 590, y: 118, side: 362 } as const;
/** Six modules and more of white round the code. */
const QR = { x: PANEL.x + 36, y: PANEL.y + 36, sidePx: PANEL.side - 72, correction: 'M' } as const;
const ROOM = PANEL.x - MARGIN - 40;

/** The picture as a PNG, 1012 x 638. Throws when a colour of the brand is not `#rrggbb`. */
export async function drawInvite({ url, brand, words }: InvitePicture): Promise<Buffer> {
  const ground = readColour(brand.colour);
  const ink = textColourOn(ground);
  const accent = writeColour(readColour(brand.accent ?? DEFAULT_ACCENT));
  const tint = writeColour(mixColours(ground, ink, 0.12));
  const soft = writeColour(mixColours(ground, ink, 0.78));
  const line = (text: string, most: number, room = ROOM) => {
    const drawn = drawableText(text);
    return { text: escapeXml(drawn), px: Math.min(most, room / Math.max(widthOf(drawn), 1)) };
  };
  const [shop, title, lead, how] = [
    line(brand.shopName, 36),
    line(words.title, 62),
    line(words.lead, 40),
    line(words.how, 28, 530),
  ];
  const { width, height } = INVITE_SIZE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Manrope">
    <rect width="${width}" height="${height}" fill="${writeColour(ground)}"/>
    <circle cx="30" cy="${height}" r="200" fill="${tint}"/>
    <circle cx="190" cy="${height + 40}" r="190" fill="${accent}"/>
    <rect x="${PANEL.x}" y="${PANEL.y}" width="${PANEL.side}" height="${PANEL.side}" rx="32" fill="#fff"/>
    <circle cx="${MARGIN + 15}" cy="62" r="15" fill="${writeColour(ink)}"/>
    <circle cx="${MARGIN + 33}" cy="62" r="15" fill="${accent}"/>
    <text x="${MARGIN + 62}" y="75" font-size="${shop.px}" fill="${writeColour(ink)}">${shop.text}</text>
    <text x="${MARGIN}" y="240" font-size="${title.px}" font-weight="700" fill="${writeColour(ink)}">${title.text}</text>
    <text x="${MARGIN}" y="310" font-size="${lead.px}" fill="${writeColour(ink)}">${lead.text}</text>
    <text x="${width - MARGIN}" y="${height - 62}" text-anchor="end" font-size="${how.px}" fill="${soft}">${how.text}</text>
  </svg>`;
  const canvas = prepareCanvas(svg, INVITE_SIZE, []);
  paintQr(canvas, url, QR);
  return await encodeCanvas(canvas);
}
