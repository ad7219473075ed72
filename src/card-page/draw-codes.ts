// Codes as pictures that stay sharp at any size: dark squares and bars on white, whatever the theme.
import type { QrShown } from '#src/contract/card.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Clear modules round a QR code (ISO/IEC 18004). */
const QUIET = 4;
const BAR_HEIGHT = 30;

/** A QR code with its quiet zone. */
export function drawQr({ size, modules }: QrShown): SVGSVGElement {
  const side = size + 2 * QUIET;
  let path = '';
  for (let row = 0; row < size; row++) {
    path += runs(modules.slice(row * size, (row + 1) * size), QUIET, row + QUIET, 1);
  }
  return picture(side, side, path);
}

/** The bars of an EAN-13; the quiet zones come along in `bars`. */
export function drawBars(bars: string): SVGSVGElement {
  const svg = picture(bars.length, BAR_HEIGHT, runs(bars, 0, 0, BAR_HEIGHT));
  svg.setAttribute('preserveAspectRatio', 'none');
  return svg;
}

/** Neighbouring dark modules as one rectangle, so that no hair of white shows between them. */
function runs(row: string, left: number, top: number, height: number): string {
  let path = '';
  for (const { index, 0: run } of row.matchAll(/1+/g)) {
    path += `M${left + (index ?? 0)} ${top}h${run.length}v${height}h-${run.length}z`;
  }
  return path;
}

function picture(width: number, height: number, path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('aria-hidden', 'true');
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', path);
  svg.append(dark);
  return svg;
}
