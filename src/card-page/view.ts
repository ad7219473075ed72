// Draws the page. It is drawn whole when the card first comes; afterwards only what changes, so that nothing flickers
// under a scanner and nothing is read out twice.
import type { CardPage, QrShown } from '#src/contract/card.ts';
import { byId, el } from './dom.ts';
import { drawBars, drawQr } from './draw-codes.ts';
import { type Words, words } from './words.ts';

export interface CardView {
  show(page: CardPage): void;
  /** The code that burns, with what is left of it; null: the card's own. */
  showCode(live: { qr: QrShown; leftMs: number; lastsMs: number } | null): void;
  /** Whether there is a connection. */
  online(is: boolean): void;
}

/** Once round the ring, its radius being 9. */
const ROUND = 2 * Math.PI * 9;

export function createView(): CardView {
  let page: CardPage | null = null;
  let drawn: QrShown | null = null;
  const ring = makeRing();
  const kind = el('span', { class: 'kind' });
  const left = el('span', { class: 'left', 'aria-hidden': 'true' });
  const code: HTMLButtonElement = el('button', {
    class: 'code',
    type: 'button',
    onclick: () => enlarge(!large()),
  });
  const hint = el('p', { class: 'hint' });
  const bars = el('div', { class: 'bars' });
  const number = el('button', { class: 'number', type: 'button', onclick: () => void copyNumber() });
  const holder = el('p', { class: 'holder' });
  const paper = el(
    'section',
    { class: 'paper' },
    el('p', { class: 'what' }, ring.element, kind, left),
    code,
    hint,
    bars,
    number,
    holder,
  );
  const said = el('p', { class: 'said', role: 'status', hidden: '' });
  const bright = el('p', { class: 'soft' });
  const balanceHead = el('h2');
  const balance = el('p', { class: 'points' });
  const notes = el('ul');
  const sheet = el('section', { class: 'sheet' }, balanceHead, balance, notes);

  const wallets = el('p', { class: 'wallets' });
  const offersHead = el('h2');
  const offers = el('ul');
  const offersSheet = el('section', { class: 'sheet' }, offersHead, offers);
  const large = (): boolean => paper.classList.contains('large');
  const enlarge = (is: boolean) => {
    paper.classList.toggle('large', is);
    code.setAttribute('aria-label', words()[is ? 'smaller' : 'larger']);
  };
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && large()) enlarge(false);
  });
  const say = (sentence: string, lasting = true) => {
    said.textContent = sentence;
    said.hidden = sentence === '';
    if (!lasting) setTimeout(() => said.textContent === sentence && say(''), 2_000);
  };
  const copyNumber = async () => {
    // Where copying is not allowed the number can still be marked by hand.
    const copied = await navigator.clipboard?.writeText(page?.card.number ?? '').then(
      () => true,
      () => false,
    );
    if (copied) say(words().copied, false);
  };

  return {
    show(next) {
      const first = page === null;
      page = next;
      const { card } = next;
      byId('tier').textContent = next.tier;
      holder.textContent = next.memberName;
      number.textContent = card.spaced;
      number.setAttribute('aria-label', `${words().number}: ${card.spaced}`);
      bright.textContent = words().bright;
      bars.replaceChildren(...(card.codes ? [drawBars(card.codes.bars)] : []));
      balanceHead.textContent = words().balance;
      balance.textContent = next.balance.shown;
      notes.replaceChildren(...next.balance.notes.map((note) => el('li', {}, note)));
      offersHead.textContent = words().offers;
      offers.replaceChildren(...next.offers.map(offerLine));
      offersSheet.hidden = next.offers.length === 0;
      wallets.replaceChildren(
        ...[
          { name: 'Apple Wallet', href: next.wallets.apple },
          { name: 'Google Wallet', href: next.wallets.google },
        ].flatMap(({ name, href }) =>
          href ? [el('a', { href, target: '_blank', rel: 'noopener' }, name)] : [],
        ),
      );
      wallets.hidden = wallets.childElementCount === 0;
      notes.hidden = next.balance.notes.length === 0;
      code.setAttribute('aria-label', words()[large() ? 'smaller' : 'larger']);
      paper.classList.toggle('blocked', card.blocked);
      if (card.blocked) hint.textContent = words().blocked;
      if (first) {
        const main = byId('page');
        main.removeAttribute('aria-busy');
        main.replaceChildren(said, paper, el('div', { class: 'side' }, bright, wallets, sheet, offersSheet));
      }
    },
    showCode(live) {
      if (!page || page.card.blocked) return;
      const qr = live?.qr ?? page.card.codes?.qr ?? null;
      if (qr !== drawn) {
        drawn = qr;
        code.replaceChildren(...(qr ? [drawQr(qr)] : []));
      }
      code.hidden = qr === null;
      paper.classList.toggle('static', live === null);
      kind.textContent = words()[live ? 'live' : 'static'];
      hint.textContent = words()[live ? 'liveHint' : 'staticHint'];
      left.textContent = live ? seconds(live.leftMs, words()) : '';
      ring.turn(live ? live.leftMs / live.lastsMs : 0);
    },
    online(is) {
      say(is ? '' : words().offline);
    },
  };
}

/** A page that shows no card: what to do, and a button where trying again may help. */
export function showInstead(sentence: string, again?: () => void): void {
  const main = byId('page');
  main.removeAttribute('aria-busy');
  main.replaceChildren(
    el(
      'section',
      { class: 'sheet alone' },
      el('p', { role: 'alert' }, sentence),
      again ? el('button', { class: 'again', type: 'button', onclick: again }, words().again) : null,
    ),
  );
}

const offerLine = ({ title, terms, until }: CardPage['offers'][number]): HTMLElement =>
  el(
    'li',
    {},
    el('b', {}, title),
    until !== null && el('small', {}, until),
    terms !== '' && el('small', {}, terms),
  );

const seconds = (ms: number, { seconds: pattern }: Words) =>
  pattern.replace('{{n}}', String(Math.ceil(ms / 1_000)));

function makeRing(): { element: HTMLElement; turn(share: number): void } {
  const element = el('span', { class: 'ring', 'aria-hidden': 'true' });
  element.innerHTML =
    '<svg viewBox="0 0 24 24"><circle cx="12" cy="12" r="9"/><circle class="rest" cx="12" cy="12" r="9"/></svg>';
  const rest = element.querySelector<SVGCircleElement>('.rest');
  return {
    element,
    turn(share) {
      if (!rest) return;
      rest.style.strokeDasharray = `${ROUND * share} ${ROUND}`;
    },
  };
}
