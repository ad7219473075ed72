// Every icon of the page as inline SVG on a 24 x 24 grid, drawn here with plain strokes. They are decoration: the
// control that holds one carries the words.

const NS = 'http://www.w3.org/2000/svg';

/** Path data; a leading `!` means filled instead of stroked. */
const SHAPES = {
  alert: ['M12 4 2.8 19.5h18.4z', 'M12 10v4.2', 'M12 16.9v.2'],
  back: ['M19 12H5', 'm11 5-7 7 7 7'],
  block: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z', 'M6 6l12 12'],
  bubble: [
    'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.1a2.5 2.5 0 0 1-2-2.4z',
  ],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  checks: ['m1.5 12.5 4.5 4.5 9-9.5', 'm11 16.2.9.8L21.5 7.5'],
  chevron: ['m6 9.5 6 6 6-6'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  copy: ['M9 9h9.5v11H9z', 'M5.5 15V4H15'],
  desktop: ['M3 5h18v11.5H3z', 'M8.5 20h7', 'M12 16.5V20'],
  dots: [
    '!M12 4.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zm0 6a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zm0 6a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  ],
  down: ['M12 4.5V16', 'm6.5 11 5.5 5.5L17.5 11', 'M5.5 20h13'],
  file: ['M6.5 3.5h7l4.5 4.5v12.5h-11.5z', 'M13.5 3.5V8H18'],
  globe: [
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
    'M3.5 12h17',
    'M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17z',
  ],
  grid: [
    'M4.5 4.5h15v15h-15z',
    '!M7.6 7.6h2.4v2.4H7.6zm6.4 0h2.4v2.4H14zM7.6 14h2.4v2.4H7.6zm6.4 0h2.4v2.4H14z',
  ],
  info: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z', 'M12 11v5.2', 'M12 7.7v.2'],
  keys: [
    'M3.5 6.5h17v11h-17z',
    '!M6.3 9.2h1.9v1.7H6.3zm4.75 0h1.9v1.7h-1.9zm4.75 0h1.9v1.7h-1.9zM8 13.6h8v1.6H8z',
  ],
  link: [
    'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3',
    'M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3',
  ],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  open: ['M8 16 17 7', 'M9.5 7H17v7.5'],
  paperclip: [
    'm19.5 11-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5L13.4 4a3.1 3.1 0 0 1 4.4 4.4l-8 8a1.5 1.5 0 0 1-2.2-2.2l7.2-7.1',
  ],
  person: ['M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z', 'M4.5 20c.6-4 3.4-5.5 7.5-5.5s6.9 1.5 7.5 5.5'],
  people: [
    'M9 4.5a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z',
    'M2.5 19.5c.5-3.7 2.9-5.2 6.5-5.2s6 1.5 6.5 5.2',
    'M15.8 5a3.4 3.4 0 0 1 0 6.5',
    'M18 14.7c2 .6 3.2 2.1 3.5 4.8',
  ],
  phone: [
    'M7.5 2.5h9a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 20V4a1.5 1.5 0 0 1 1.5-1.5z',
    'M10.5 18.6h3',
  ],
  photo: [
    'M3.5 5h17v14h-17z',
    'm4 17 5-5.5 4 4 2.5-2.5 4.5 4.5',
    '!M15.5 8.2a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z',
  ],
  pin: [
    'M12 21c5-5.2 7-8.5 7-11.3A7 7 0 0 0 5 9.7C5 12.5 7 15.8 12 21z',
    'M12 7.3a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  ],
  plus: ['M12 5v14', 'M5 12h14'],
  pulse: ['M3 12.5h4l2.5-7 5 13 2.5-6h4'],
  restart: ['M19.5 12a7.5 7.5 0 1 1-2.4-5.5', 'M19.5 3v4.5H15'],
  send: ['!M3.4 20.4 21.5 12 3.4 3.6l-.1 6.6L15 12 3.3 13.8z'],
  smile: [
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
    'M8.3 14c1.7 3 5.7 3 7.4 0',
    'M9 9.3v.4',
    'M15 9.3v.4',
  ],
  unblock: ['M5.5 11h13v9.5h-13z', 'M8.5 11V7.5a3.5 3.5 0 0 1 6.8-1.2'],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof SHAPES;

/** One icon, `size` in CSS pixels. */
export function icon(name: IconName, size = 22): SVGSVGElement {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(NS, 'path');
    const filled = shape.startsWith('!');
    path.setAttribute('d', filled ? shape.slice(1) : shape);
    path.setAttribute('class', filled ? 'icon-fill' : 'icon-line');
    svg.append(path);
  }
  return svg;
}
