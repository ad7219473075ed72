// The wheel of luck: where it stops is drawn by the server before it turns, with the odds that are written beside it.
import { el } from '#src/card-page/dom.ts';
import type { GameDealt, GameOver } from '#src/contract/games.ts';
import { calm, type Stage } from './stage.ts';
import { say } from './words.ts';

const SVG = 'http://www.w3.org/2000/svg';
const TURNS = 4;
const TURN_MS = 4_200;
const REST_MS = 700;

type Wheel = Extract<GameDealt, { game: 'wheel' }>;

export function playWheel(stage: Stage, { places }: Wheel): void {
  const wheel = drawWheel(places);
  const button = el('button', { type: 'button', class: 'again', onclick: () => void spin() }, say('spin'));
  const lines = places.map(({ title, percent, points }, place) =>
    el(
      'li',
      {},
      el('span', { class: `swatch tone${place % 6}`, 'aria-hidden': 'true' }),
      el('span', {}, el('b', {}, title), points !== '' && el('small', {}, points)),
      el('span', { class: 'percent' }, percent),
    ),
  );
  const list = el('ul', { class: 'odds' }, ...lines);

  async function spin(): Promise<void> {
    button.disabled = true;
    button.textContent = say('turns');
    stage.said(say('turns'));
    const over = await stage.tell({ game: 'wheel' });
    await turnTo(over);
    lines[over.place ?? -1]?.classList.add('drawn');
    const title = places[over.place ?? -1]?.title;
    if (title) stage.said(say('fellOn', { title }));
    setTimeout(() => stage.end(over), REST_MS);
  }

  function turnTo({ place }: GameOver): Promise<void> {
    if (place === null) return Promise.resolve();
    wheel.style.transform = `rotate(${TURNS * 360 - middleOf(places, place)}deg)`;
    // It is there at once where nothing should move, and nothing has to be waited for.
    return new Promise((resolve) => setTimeout(resolve, calm() ? 0 : TURN_MS));
  }

  stage.board.replaceChildren(
    el('p', { class: 'how' }, say('wheelHow')),
    el(
      'div',
      { class: 'wheel', 'aria-hidden': 'true' },
      el('span', { class: 'disc' }, wheel),
      el('span', { class: 'pointer' }),
    ),
    button,
    el('h2', { class: 'odds-head' }, say('odds')),
    list,
  );
}

/** Degrees clockwise from the top. */
function middleOf(places: Wheel['places'], place: number): number {
  const all = sumOf(places);
  const before = sumOf(places.slice(0, place));
  return ((before + (places[place]?.share ?? 0) / 2) / all) * 360;
}

function drawWheel(places: Wheel['places']): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '-100 -100 200 200');
  const all = sumOf(places);
  for (const [place, { share, brief }] of places.entries()) {
    const from = (sumOf(places.slice(0, place)) / all) * 360;
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', `tone${place % 6}`);
    path.setAttribute('d', sector(from, (share / all) * 360));
    svg.append(path);
    // A word needs room: what is narrower is told by the list.
    if (share / all < 0.07) continue;
    const text = document.createElementNS(SVG, 'text');
    text.setAttribute('transform', `rotate(${middleOf(places, place)}) translate(0 -68)`);
    text.textContent = brief;
    svg.append(text);
  }
  const hub = document.createElementNS(SVG, 'circle');
  hub.setAttribute('r', '16');
  hub.setAttribute('class', 'hub');
  svg.append(hub);
  return svg;
}

function sector(from: number, degrees: number): string {
  const [x1, y1] = onRim(from);
  // A whole round has no beginning to draw from.
  const [x2, y2] = onRim(from + Math.min(degrees, 359.99));
  return `M0 0L${x1} ${y1}A98 98 0 ${degrees > 180 ? 1 : 0} 1 ${x2} ${y2}Z`;
}

function onRim(degrees: number): [string, string] {
  const angle = (degrees * Math.PI) / 180;
  return [(98 * Math.sin(angle)).toFixed(2), (-98 * Math.cos(angle)).toFixed(2)];
}

function sumOf(places: Wheel['places']): number {
  return places.reduce((sum, { share }) => sum + share, 0);
}
