// Pictures of the demo's rewards, drawn here: flat shapes on a quiet ground, in the shop's own colours.
import { encodeCanvas, prepareCanvas } from '#src/core/cards/canvas.ts';

const SIZE = { width: 800, height: 600 };
const GREEN = '#0B6B4F';
const LEAF = '#2E9A77';
const AMBER = '#F2A33A';
const HONEY = '#E08A1E';
const CREAM = '#FFF6E6';
const CRUST = '#C9782B';
const DARK = '#5A3A22';
const PAPER = '#FFFFFF';
const RED = '#D6453D';

export const PICTURES = {
  coffee: picture(
    '#E3EFE9',
    `<path d="M300 190h200l-22 270q-3 30-33 30h-90q-30 0-33-30z" fill="${PAPER}"/>
    <path d="M309 270h182l-11 130H320z" fill="${GREEN}"/>
    <circle cx="400" cy="335" r="34" fill="${AMBER}"/><circle cx="384" cy="335" r="20" fill="${PAPER}"/>
    <rect x="284" y="160" width="232" height="40" rx="16" fill="${DARK}"/>
    <rect x="306" y="136" width="188" height="30" rx="13" fill="${DARK}"/>
    ${steam(355)}${steam(405)}${steam(455)}`,
  ),
  croissant: picture(
    '#FCEBD2',
    `<ellipse cx="400" cy="440" rx="230" ry="34" fill="#EFD3A8"/>
    <path d="M175 400q-10-130 90-190q135-80 270 0q100 60 90 190q-2 26-28 18q-60-20-70-70q-127-62-254 0q-10 50-70 70q-26 8-28-18z" fill="${CRUST}"/>
    <path d="M268 214q-26 70 6 134M345 178q-14 78 0 148M455 178q14 78 0 148M532 214q26 70-6 134" fill="none" stroke="#9C5517" stroke-width="15" stroke-linecap="round"/>`,
  ),
  tote: picture(
    '#DCEBF0',
    `<path d="M320 235q0-115 80-115t80 115" fill="none" stroke="#CDBB98" stroke-width="22"/>
    <path d="M245 230h310l26 280H219z" fill="${CREAM}"/>
    <path d="M219 510l26-280h16l-20 280z" fill="#EADCBF"/>
    <circle cx="374" cy="370" r="56" fill="${GREEN}"/><circle cx="446" cy="370" r="56" fill="${AMBER}"/>`,
  ),
  honey: picture(
    '#FFF0CC',
    `<rect x="290" y="215" width="220" height="270" rx="44" fill="${HONEY}"/>
    <rect x="290" y="215" width="220" height="70" rx="34" fill="#F4B75A"/>
    <rect x="282" y="165" width="236" height="62" rx="18" fill="${GREEN}"/>
    <rect x="318" y="310" width="164" height="110" rx="18" fill="${CREAM}"/>
    <path d="M400 328l32 18v37l-32 18-32-18v-37z" fill="${AMBER}"/>
    <path d="M400 345l17 10v20l-17 10-17-10v-20z" fill="${CREAM}"/>`,
  ),
  apples: picture(
    '#E7F0DA',
    `${apple(285, 285, RED)}${apple(400, 250, '#E9B23C')}${apple(515, 285, RED)}${apple(345, 330, '#7DAA3C')}${apple(460, 330, RED)}
    <path d="M205 345h390l-40 150q-6 22-30 22H275q-24 0-30-22z" fill="#B9813F"/>
    <path d="M190 330h420q16 0 16 18t-16 18H190q-16 0-16-18t16-18z" fill="#8F5F28"/>
    <path d="M222 410h356M234 456h332M300 372l16 140M400 372v142M500 372l-16 140" stroke="#8F5F28" stroke-width="9"/>`,
  ),
  mug: picture(
    '#F3E6DD',
    `<path d="M505 265q95-12 95 70t-108 76" fill="none" stroke="${LEAF}" stroke-width="30"/>
    <path d="M245 210h280v210q0 80-80 80H325q-80 0-80-80z" fill="${GREEN}"/>
    <ellipse cx="385" cy="210" rx="140" ry="30" fill="#084F3A"/>
    <ellipse cx="385" cy="214" rx="120" ry="21" fill="${DARK}"/>
    <circle cx="366" cy="355" r="44" fill="${PAPER}"/><circle cx="416" cy="355" r="44" fill="${AMBER}"/>`,
  ),
  cake: picture(
    '#F7E4E8',
    `<ellipse cx="400" cy="485" rx="260" ry="32" fill="#E4C3CB"/>
    <rect x="210" y="270" width="380" height="205" rx="22" fill="#F0D9A6"/>
    ${[310, 350, 390, 430].map((y) => `<rect x="210" y="${y}" width="380" height="17" fill="${PAPER}"/>`).join('')}
    <path d="M210 292q0-62 62-62h256q62 0 62 62q0 26-26 26t-30-22q-10 34-44 34t-40-34q-10 26-40 26t-40-26q-8 42-48 42t-46-42q-6 18-28 18t-36-24z" fill="${CREAM}"/>
    ${[290, 400, 510].map((x) => `<circle cx="${x}" cy="220" r="25" fill="${RED}"/><path d="M${x} 196q5-26 26-30" stroke="${LEAF}" stroke-width="7" fill="none"/>`).join('')}`,
  ),
  cheese: picture(
    '#EDE7F3',
    `<rect x="150" y="440" width="500" height="42" rx="21" fill="#A8743C"/>
    <path d="M225 440V330L540 235q36 44 36 95v110z" fill="#F6C744"/>
    <path d="M225 330L540 235q36 44 36 95z" fill="#FBDD84"/>
    <circle cx="320" cy="385" r="23" fill="#DDA324"/><circle cx="425" cy="372" r="32" fill="#DDA324"/><circle cx="515" cy="408" r="19" fill="#DDA324"/>
    ${[
      [195, 420],
      [172, 396],
      [219, 394],
      [196, 370],
      [195, 396],
    ]
      .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="22" fill="#6B3F7C"/>`)
      .join('')}
    <path d="M196 352q8-32 34-38" stroke="${LEAF}" stroke-width="8" fill="none"/>`,
  ),
} as const;

export type PictureName = keyof typeof PICTURES;

/** The picture as a PNG of few colours, some 10 kB. */
export async function drawPicture(name: PictureName): Promise<Buffer> {
  return await encodeCanvas(prepareCanvas(PICTURES[name], SIZE, []));
}

function picture(ground: string, shapes: string): string {
  const { width, height } = SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="${ground}"/>
    <circle cx="400" cy="310" r="250" fill="${PAPER}" fill-opacity="0.55"/>${shapes}</svg>`;
}

function steam(x: number): string {
  return `<path d="M${x} 116q-18-22 0-42t0-42" fill="none" stroke="#A9B8B0" stroke-width="10" stroke-linecap="round"/>`;
}

function apple(x: number, y: number, colour: string): string {
  return `<circle cx="${x}" cy="${y}" r="66" fill="${colour}"/>
    <path d="M${x} ${y - 58}q2-26 20-38" stroke="${DARK}" stroke-width="9" fill="none"/>
    <ellipse cx="${x + 30}" cy="${y - 80}" rx="22" ry="11" fill="${LEAF}" transform="rotate(-24 ${x + 30} ${y - 80})"/>`;
}
