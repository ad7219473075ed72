// The desk: the bar above, two phones, the column of what happens underneath, and the hints. On a narrow screen
// the three are pages side by side, swiped or chosen by tab.

import type { ChatView, MessengerName, Person } from '../control.ts';
import { el, fill } from './dom.ts';
import { createHints } from './hints.ts';
import { icon } from './icons.ts';
import type { PeopleBook } from './people-book.ts';
import { recall, remember } from './remember.ts';
import { createStation } from './station.ts';
import { createTraceColumn } from './trace-column.ts';
import { LANGUAGES, type Language, type Say } from './words.ts';

/** Without a choice made before, the column is shown where there is room for it beside the phones. */
function traceWanted(): boolean {
  const chosen = recall('trace');
  return chosen === null ? matchMedia('(min-width: 1241px)').matches : chosen === 'shown';
}

/** Lays the desk into `root`; the answer clears it again. */
export function layDesk(
  root: HTMLElement,
  book: PeopleBook,
  say: Say,
  chooseLanguage: (language: Language) => void,
): () => void {
  const onPhones = (): Person[] =>
    stations.flatMap(({ station }) => book.find(station.personId() ?? '') ?? []);
  const setTrace = (shown: boolean): void => {
    root.classList.toggle('desk-traced', shown);
    traceButton.setAttribute('aria-pressed', String(shown));
  };
  const chooseTrace = (shown: boolean): void => {
    remember('trace', shown ? 'shown' : 'hidden');
    setTrace(shown);
  };
  const stations: { messenger: MessengerName; station: ReturnType<typeof createStation> }[] = [];
  const trace = createTraceColumn(say, onPhones, () => chooseTrace(false));
  const traceButton = el(
    'button',
    { class: 'bar-button', type: 'button' },
    icon('pulse', 18),
    el('span', {}, say('trace')),
  );
  traceButton.addEventListener('click', () =>
    chooseTrace(traceButton.getAttribute('aria-pressed') !== 'true'),
  );

  const pages = el('main', { class: 'pages' });
  pages.addEventListener('scroll', () => markTab(), { passive: true });
  const names = { telegram: 'Telegram', viber: 'Viber', trace: say('traceShort') };
  const tabs = Object.entries(names).map(([key, label], index) => {
    const dot = el('span', { class: 'tab-dot', hidden: true });
    const tab = el(
      'button',
      { class: `tab tab-${key}`, type: 'button', onclick: () => goTo(index) },
      label,
      dot,
    );
    return { key, tab, dot };
  });
  const goTo = (index: number): void => {
    pages.scrollTo({ left: index * pages.clientWidth, behavior: 'smooth' });
  };
  const markTab = (): void => {
    const current = Math.round(pages.scrollLeft / Math.max(pages.clientWidth, 1));
    tabs.forEach(({ tab, dot }, index) => {
      tab.setAttribute('aria-pressed', String(index === current));
      if (index === current) dot.hidden = true;
    });
  };
  const newest = new Map<MessengerName, number>();
  function markNews(view: ChatView): void {
    const last = view.messages.findLast((message) => message.from === 'bot')?.messageId ?? 0;
    const before = newest.get(view.messenger);
    newest.set(view.messenger, last);
    const tab = tabs.find(({ key }) => key === view.messenger);
    if (before !== undefined && last > before && tab?.tab.getAttribute('aria-pressed') === 'false')
      tab.dot.hidden = false;
  }

  for (const messenger of ['telegram', 'viber'] as const) {
    const station = createStation({
      messenger,
      say,
      book,
      onView: (view) => markNews(view),
      onPersonChange: () => trace.redraw(),
    });
    stations.push({ messenger, station });
  }
  trace.redraw();
  pages.append(...stations.map(({ station }) => station.element), trace.element);

  const languages = el(
    'div',
    { class: 'languages', role: 'group', 'aria-label': say('pageLanguage') },
    ...LANGUAGES.map((language) =>
      el(
        'button',
        {
          type: 'button',
          lang: language,
          'aria-pressed': String(language === say.language),
          title: say(`language_${language}`),
          onclick: () => chooseLanguage(language),
        },
        language === 'uk' ? 'УКР' : language === 'ru' ? 'РУС' : 'ENG',
      ),
    ),
  );
  fill(
    root,
    el(
      'header',
      { class: 'desk-bar' },
      el('h1', { class: 'logo' }, el('span', { class: 'logo-card', 'aria-hidden': 'true' }), 'Kartka'),
      el('span', { class: 'desk-sub' }, say('pageSub')),
      el('nav', { class: 'tabs', 'aria-label': say('phones') }, ...tabs.map(({ tab }) => tab)),
      traceButton,
      languages,
    ),
    pages,
    createHints(say),
  );
  setTrace(traceWanted());
  markTab();
  return () => {
    for (const { station } of stations) station.close();
    trace.stop();
  };
}
