// What lies on the cards and falls into the basket, drawn by hand: no typeface has them alike on every phone. Shapes differ
// as much as colours do, for whoever sees no colours.
import { isThing, type Thing } from '#src/core/quests/games/game-rules.ts';

const SVG = 'http://www.w3.org/2000/svg';
const LEAF = '#5c9450';
const WOOD = '#7a5634';

type Part = [fill: string, path: string] | [fill: 'none', path: string, stroke: string];

const DRAWN: Record<Thing, Part[]> = {
  apple: [
    [
      '#c9493f',
      'M24 15c-4-4-14-3-14 8 0 9 6 18 11 18 1.500 0 2-1 3-1s1.500 1 3 1c5 0 11-9 11-18 0-11-10-12-14-8z',
    ],
    ['none', 'M24 15c0-4 1-6 3-8', WOOD],
    [LEAF, 'M26 11c2-4 6-5 10-4-1 4-6 6-10 4z'],
  ],
  carrot: [
    ['#dd8236', 'M30 15c5 5 4 8 1 11L11 41c-2 1-5-1-4-4l13-20c3-4 7-5 10-2z'],
    ['none', 'M17 25l5 4M14 31l4 3M23 20l4 4', '#b9621f'],
    [LEAF, 'M30 16c-2-5 0-9 4-11 1 3 1 6-1 8 3-3 6-4 9-3 0 4-4 8-10 8z'],
  ],
  cheese: [
    ['#f0cb61', 'M6 27 29 10c8 2 12 8 13 17z'],
    ['#dfae3b', 'M6 27h36v12H6z'],
    ['#c2922a', 'M14 33a3 3 0 1 0 .1 0zM27 30a4 4 0 1 0 .1 0zM37 33a2 2 0 1 0 .1 0zM29 17a3 2 0 1 0 .1 0z'],
  ],
  egg: [
    ['#e6c9a4', 'M24 6c8 0 14 13 14 22s-6 14-14 14-14-5-14-14S16 6 24 6z'],
    ['#f4e2c8', 'M21 12c-4 3-7 10-7 15 0 2 3 2 3 0 0-5 3-10 6-13 1-2 0-3-2-2z'],
  ],
  leaf: [
    ['#69a758', 'M9 39C5 20 17 7 41 7c2 22-9 35-29 31z'],
    ['none', 'M8 42c6-12 14-20 25-27M19 27v-8M25 21h9M16 31h10', '#3f7838'],
  ],
  fish: [
    ['#5a90b0', 'M5 24c7-11 21-12 29-2l9-7c-2 6-2 12 0 18l-9-7c-8 10-22 9-29-2z'],
    ['#cfe2ec', 'M8 25c7 6 16 7 23 1-7 8-17 8-23-1z'],
    ['#17303d', 'M13 20a2 2 0 1 0 .1 0z'],
  ],
  cherry: [
    ['none', 'M15 29C16 19 21 12 31 7M33 27c2-8 1-15-2-20', WOOD],
    ['#a8304a', 'M15 27a8 8 0 1 0 .1 0zM33 25a8 8 0 1 0 .1 0z'],
    ['#d2758a', 'M12 31a2 2 0 1 0 .1 0zM30 29a2 2 0 1 0 .1 0z'],
    [LEAF, 'M31 7c4-3 8-2 11 1-3 3-8 3-11-1z'],
  ],
  mushroom: [
    ['#eadcc6', 'M18 24h12l2 14c0 5-16 5-16 0z'],
    ['#a9573f', 'M5 26C5 13 14 7 24 7s19 6 19 19c-6 4-32 4-38 0z'],
    ['#e9c8b4', 'M16 14a3 3 0 1 0 .1 0zM28 11a2 2 0 1 0 .1 0zM34 18a3 3 0 1 0 .1 0zM23 19a2 2 0 1 0 .1 0z'],
  ],
  lemon: [
    [
      '#ecc83f',
      'M6 34c1-2 1-4 1-6C8 17 19 9 30 10c3 0 5-1 8-2 3-1 5 1 4 4-1 3-2 4-2 7 0 12-9 21-20 20-3 0-5 1-8 2-4 1-7-3-6-7z',
    ],
    ['#f7e38d', 'M14 25c2-6 7-10 13-10 2 0 2 3 0 3-5 0-8 3-10 8-1 2-4 1-3-1z'],
  ],
  milk: [
    ['#dbe7ec', 'M13 18h22v24H13z'],
    ['#4c82a3', 'M13 18l5-11h12l5 11z'],
    ['#4c82a3', 'M13 27h22v7H13z'],
    ['#a9c4d2', 'M29 18h6v24h-6z'],
    ['#3b6a87', 'M29 27h6v7h-6z'],
  ],
  pear: [
    ['#a9b447', 'M24 11c5 0 6 4 7 9 1 4 7 6 7 13 0 7-7 10-14 10s-14-3-14-10c0-7 6-9 7-13 1-5 2-9 7-9z'],
    ['#cdd67f', 'M20 20c-1 4-6 7-6 12 0 3 3 3 3 0 0-4 5-6 6-11 1-3-2-4-3-1z'],
    ['none', 'M24 12c0-4 1-6 3-8', WOOD],
  ],
  bread: [
    [
      '#b97b40',
      'M5 22c0-8 9-11 19-11s19 3 19 11c0 4-2 5-3 6v10c0 1-1 2-2 2H10c-1 0-2-1-2-2V28c-1-1-3-2-3-6z',
    ],
    ['#e3b779', 'M8 22c0-6 8-8 16-8s16 2 16 8c0 2-2 3-3 4v11H11V26c-1-1-3-2-3-4z'],
    ['none', 'M17 20v6M24 19v6M31 20v6', '#b97b40'],
  ],
};

/** Without a name: whatever holds it tells what it is. */
export function drawThing(thing: string): SVGSVGElement {
  return picture(DRAWN[isThing(thing) ? thing : 'apple'], '0 0 48 48');
}

/** What catches. */
export function drawBasket(): SVGSVGElement {
  return picture(
    [
      ['none', 'M12 18C14 2 50 2 52 18', '#8a6236'],
      ['#b98a52', 'M4 18h56l-6 24c-1 3-3 4-5 4H15c-2 0-4-1-5-4z'],
      ['none', 'M8 27h48M10 36h44M20 18l3 28M32 18v28M44 18l-3 28', '#946a38'],
      ['#8a6236', 'M2 15h60v6H2z'],
    ],
    '0 0 64 48',
  );
}

function picture(parts: Part[], viewBox: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('aria-hidden', 'true');
  for (const [fill, d, stroke] of parts) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    path.setAttribute('fill', fill);
    if (stroke) {
      path.setAttribute('stroke', stroke);
      path.setAttribute('stroke-width', '2.4');
      path.setAttribute('stroke-linecap', 'round');
    }
    svg.append(path);
  }
  return svg;
}
