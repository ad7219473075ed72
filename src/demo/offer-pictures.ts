// Pictures of the demo's offers, drawn like those of its rewards.
import { encodeCanvas, prepareCanvas } from '#src/core/cards/canvas.ts';

const SIZE = { width: 800, height: 600 };
const GREEN = '#0B6B4F';
const LEAF = '#2E9A77';
const AMBER = '#F2A33A';
const CRUST = '#C9782B';
const CREAM = '#FFF6E6';
const DARK = '#5A3A22';
const PAPER = '#FFFFFF';
const SKY = '#8FBFE0';
const NIGHT = '#27406B';

export const OFFER_PICTURES = {
  loaf: picture(
    '#E6EAF4',
    `<circle cx="585" cy="150" r="62" fill="${AMBER}"/><circle cx="612" cy="132" r="54" fill="#F4F6FB"/>
    <ellipse cx="400" cy="470" rx="260" ry="30" fill="#C9D0E2"/>
    <path d="M170 400q-16-120 110-142q60-44 120-44t120 44q126 22 110 142q-4 62-66 62H236q-62 0-66-62z" fill="${CRUST}"/>
    <path d="M196 392q-8-86 92-106q54-38 112-38t112 38q100 20 92 106" fill="none" stroke="#E7A765" stroke-width="16" stroke-linecap="round"/>
    <path d="M300 296l34 70M390 270l34 76M484 284l30 66" stroke="${CREAM}" stroke-width="18" stroke-linecap="round"/>
    ${ear(165, 500, -18)}${ear(635, 500, 18)}`,
  ),
  milk: picture(
    '#E1EEF7',
    `<ellipse cx="400" cy="500" rx="220" ry="26" fill="#C4DAEA"/>
    <path d="M300 230l60-90h80l60 90v250q0 16-16 16H316q-16 0-16-16z" fill="${PAPER}"/>
    <path d="M300 230l60-90h80l60 90z" fill="${SKY}"/><rect x="352" y="112" width="96" height="36" rx="8" fill="#5E9CC6"/>
    <path d="M300 380q50-40 100 0t100 0v100q0 16-16 16H316q-16 0-16-16z" fill="${SKY}"/>
    <circle cx="400" cy="300" r="46" fill="${GREEN}"/><circle cx="382" cy="300" r="22" fill="${PAPER}"/><circle cx="420" cy="300" r="22" fill="${AMBER}"/>
    <path d="M545 360h110l-14 118q-2 18-20 18h-42q-18 0-20-18z" fill="#FDFEFF" stroke="#BBD3E4" stroke-width="8"/>
    <path d="M551 404h98l-9 74q-2 14-16 14h-48q-14 0-16-14z" fill="${PAPER}"/>`,
  ),
  carrots: picture(
    '#E9F1DC',
    `<ellipse cx="400" cy="490" rx="240" ry="26" fill="#CBDDB2"/>
    ${carrot(300, -16)}${carrot(400, 0)}${carrot(500, 16)}
    <path d="M262 330q138-36 276 0" fill="none" stroke="${DARK}" stroke-width="20" stroke-linecap="round"/>`,
  ),
  basket: picture(
    '#FBEFD8',
    `<path d="M270 290q0-150 130-150t130 150" fill="none" stroke="#A86E2F" stroke-width="24"/>
    <path d="M200 280h400l-44 200q-6 26-34 26H278q-28 0-34-26z" fill="#C98B46"/>
    <path d="M212 334h376M224 390h352M236 446h328" stroke="#A86E2F" stroke-width="10"/>
    <rect x="184" y="262" width="432" height="40" rx="20" fill="#A86E2F"/>
    <path d="M470 330l96-52 92 52v128q0 22-22 22H492q-22 0-22-22z" fill="${GREEN}" transform="rotate(12 560 390)"/>
    <circle cx="572" cy="318" r="15" fill="#FBEFD8"/>
    <path d="M538 446l72-92" stroke="${PAPER}" stroke-width="16" stroke-linecap="round"/>
    <circle cx="544" cy="372" r="17" fill="none" stroke="${PAPER}" stroke-width="13"/><circle cx="606" cy="430" r="17" fill="none" stroke="${PAPER}" stroke-width="13"/>`,
  ),
  breakfast: picture(
    '#F7E6DA',
    `<ellipse cx="400" cy="480" rx="270" ry="34" fill="#E5CBB8"/>
    <path d="M470 260h170l-18 190q-3 28-30 28h-74q-27 0-30-28z" fill="${PAPER}"/><path d="M478 330h154l-9 90H487z" fill="${GREEN}"/>
    <rect x="458" y="236" width="194" height="34" rx="14" fill="${DARK}"/>
    <path d="M140 420q-6-96 66-140q104-60 208 0q72 44 66 140q-2 20-22 14q-44-14-52-52q-96-46-192 0q-8 38-52 52q-20 6-22-14z" fill="${CRUST}"/>
    <path d="M214 292q-20 52 4 98M278 262q-12 58 0 110M344 262q12 58 0 110M408 292q20 52-4 98" fill="none" stroke="#9C5517" stroke-width="12" stroke-linecap="round"/>`,
  ),
  cinema: picture(
    '#E4E2F0',
    `<rect x="150" y="170" width="500" height="190" rx="24" fill="${NIGHT}" transform="rotate(-7 400 270)"/>
    <path d="M520 150v190" stroke="#8FA3CF" stroke-width="8" stroke-dasharray="14 14" transform="rotate(-7 400 270)"/>
    <path d="M286 196l76 44-76 44z" fill="${AMBER}" transform="rotate(-7 400 270)"/>
    <path d="M300 340h200l-26 150q-4 20-24 20H350q-20 0-24-20z" fill="${PAPER}"/>
    <path d="M334 342l12 166M400 342v168M466 342l-12 166" stroke="#D6453D" stroke-width="24"/>
    ${[310, 350, 395, 440, 485].map((x, i) => `<circle cx="${x}" cy="${i % 2 === 0 ? 330 : 312}" r="32" fill="#FCE7A8"/>`).join('')}`,
  ),
} as const;

export type OfferPictureName = keyof typeof OFFER_PICTURES;

/** The picture as a PNG of few colours, some 10 kB. */
export async function drawOfferPicture(name: OfferPictureName): Promise<Buffer> {
  return await encodeCanvas(prepareCanvas(OFFER_PICTURES[name], SIZE, []));
}

function picture(ground: string, shapes: string): string {
  const { width, height } = SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="${ground}"/>
    <circle cx="400" cy="310" r="250" fill="${PAPER}" fill-opacity="0.55"/>${shapes}</svg>`;
}

function carrot(x: number, turn: number): string {
  return `<g transform="rotate(${turn} ${x} 470)">
    <path d="M${x - 44} 270q44-26 88 0q-6 130-44 216q-38-86-44-216z" fill="#EE8A2E"/>
    <path d="M${x - 34} 320h34M${x + 4} 372h26M${x - 20} 420h24" stroke="#C96A17" stroke-width="9" stroke-linecap="round"/>
    <path d="M${x} 262q-46-50-34-118M${x} 262q0-70 4-136M${x} 262q46-50 34-112" fill="none" stroke="${LEAF}" stroke-width="18" stroke-linecap="round"/></g>`;
}

function ear(x: number, y: number, turn: number): string {
  const grains = [0, 34, 68, 102]
    .map(
      (up) =>
        `<ellipse cx="${x - 15}" cy="${y - 60 - up}" rx="11" ry="22" fill="${AMBER}" transform="rotate(-28 ${x - 15} ${y - 60 - up})"/>
        <ellipse cx="${x + 15}" cy="${y - 60 - up}" rx="11" ry="22" fill="${AMBER}" transform="rotate(28 ${x + 15} ${y - 60 - up})"/>`,
    )
    .join('');
  return `<g transform="rotate(${turn} ${x} ${y})"><path d="M${x} ${y}v-190" stroke="#C98B2E" stroke-width="7"/>${grains}</g>`;
}
