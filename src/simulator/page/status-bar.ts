// The strip at the very top of a phone: the time and the small signs of a working telephone.

import { el } from './dom.ts';

const NS = 'http://www.w3.org/2000/svg';

/** The bar and a function that stops its clock. */
export function createStatusBar(): { element: HTMLElement; stop: () => void } {
  const clock = el('span', { class: 'status-clock' });
  const tick = (): void => {
    clock.textContent = new Date().toLocaleTimeString('uk', { hour: '2-digit', minute: '2-digit' });
  };
  tick();
  const timer = setInterval(tick, 5_000);
  const signs = el(
    'span',
    { class: 'status-signs' },
    drawing('0 0 18 12', [
      'M1 8h2.6v4H1z',
      'M5.5 5.5h2.6V12H5.5z',
      'M10 3h2.6v9H10z',
      'M14.5 0h2.6v12h-2.6z',
    ]),
    el('span', { class: 'status-lte' }, '5G'),
    drawing('0 0 26 12', [
      'M2 0h19a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2zm0 1.5a.5.5 0 0 0-.5.5v8a.5.5 0 0 0 .5.5h19a.5.5 0 0 0 .5-.5V2a.5.5 0 0 0-.5-.5z',
      'M3 3h13v6H3z',
      'M24 4h1.5v4H24z',
    ]),
  );
  const bar = el(
    'div',
    { class: 'status-bar', 'aria-hidden': 'true' },
    clock,
    el('span', { class: 'status-hole' }),
    signs,
  );
  return { element: bar, stop: () => clearInterval(timer) };
}

function drawing(viewBox: string, shapes: readonly string[]): SVGSVGElement {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('height', '11');
  svg.setAttribute('fill', 'currentColor');
  svg.setAttribute('fill-rule', 'evenodd');
  for (const shape of shapes) {
    const path = document.createElementNS(NS, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}
