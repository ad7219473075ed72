// The thin column that says what happens underneath: update stored, scene, transfer, delivery sent, as the program
// tells it. Lines about people who are not on the two phones are left out unless asked for.

import type { Person, TraceLine } from '../control.ts';
import { el } from './dom.ts';
import { follow } from './follow.ts';
import { icon } from './icons.ts';
import { detailWords, stepWords } from './trace-words.ts';
import type { Say } from './words.ts';

const KEPT_LINES = 200;

export interface TraceColumn {
  element: HTMLElement;
  /** The people on the phones changed. */
  redraw: () => void;
  stop: () => void;
}

export function createTraceColumn(
  say: Say,
  onPhones: () => readonly Person[],
  hide: () => void,
): TraceColumn {
  let lines: TraceLine[] = [];
  let everybody = false;
  const list = el('ol', { class: 'trace-lines', 'aria-live': 'off' });
  const empty = el('p', { class: 'trace-empty' }, say('traceEmpty'));
  const state = el('p', { class: 'trace-state', role: 'status', hidden: true }, say('reconnecting'));
  const all = el('input', { type: 'checkbox' });
  const footer = el('label', { class: 'trace-all' }, all, say('traceAll'));
  all.addEventListener('change', () => {
    everybody = all.checked;
    redraw();
  });

  const concerns = (line: TraceLine): boolean =>
    everybody ||
    line.externalId === undefined ||
    onPhones().some(
      ({ telegram, viber }) =>
        String(telegram.userId) === line.externalId || viber.userId === line.externalId,
    );
  const trim = (): void => {
    while (list.childElementCount > KEPT_LINES) list.lastElementChild?.remove();
    empty.hidden = list.childElementCount > 0;
    footer.hidden = lines.length === 0;
  };
  const redraw = (): void => {
    list.replaceChildren(
      ...lines
        .filter(concerns)
        .toReversed()
        .map((line) => drawn(line, say)),
    );
    trim();
  };
  const take = (message: unknown): void => {
    const line = message as TraceLine;
    lines = [...lines.slice(1 - KEPT_LINES), line];
    if (!concerns(line)) return;
    const item = drawn(line, say);
    item.classList.add('trace-new');
    list.prepend(item);
    trim();
  };
  const stop = follow('/control/trace/events', take, (connected) => {
    state.hidden = connected;
    if (!connected) return;
    lines = [];
    redraw();
  });

  return {
    element: el(
      'aside',
      { class: 'trace', 'aria-label': say('trace') },
      el(
        'div',
        { class: 'trace-head' },
        el('h2', {}, say('trace')),
        el(
          'button',
          {
            class: 'round',
            type: 'button',
            'aria-label': say('traceHide'),
            title: say('traceHide'),
            onclick: hide,
          },
          icon('close', 17),
        ),
      ),
      state,
      empty,
      list,
      footer,
    ),
    redraw,
    stop,
  };
}

function drawn(line: TraceLine, say: Say): HTMLElement {
  return el(
    'li',
    { class: `trace-line trace-${kindOf(line.step)}` },
    el(
      'div',
      { class: 'trace-step' },
      el('b', {}, stepWords(line, say)),
      line.messenger &&
        el(
          'span',
          { class: `trace-on trace-on-${line.messenger}` },
          line.messenger === 'telegram' ? 'Telegram' : 'Viber',
        ),
      el('time', { datetime: line.at }, exactTime(line.at)),
    ),
    el('p', {}, detailWords(line, say)),
  );
}

/** The colour family of a step; an unknown step is plain. */
function kindOf(step: string): string {
  const known = ['update', 'scene', 'transfer', 'delivery', 'sms'];
  return known.find((one) => step.startsWith(one)) ?? 'other';
}

function exactTime(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
