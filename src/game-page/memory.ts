// Memory pairs: two cards at a time are turned over, and those that are alike stay.
import { el } from '#src/card-page/dom.ts';
import type { GameWord } from '#src/contract/game-words.ts';
import type { GameDealt } from '#src/contract/games.ts';
import { MISS_MS } from '#src/core/quests/games/game-rules.ts';
import type { Stage } from './stage.ts';
import { drawThing } from './things.ts';
import { nameOf, say } from './words.ts';

/** Four lie well side by side on every phone; six cards lie better by three. */
const columnsOf = (cards: number) => (cards <= 6 ? 3 : 4);

export function playMemory(stage: Stage, { deck }: Extract<GameDealt, { game: 'memory' }>): void {
  const startedAt = performance.now();
  const flips: { card: number; atMs: number }[] = [];
  const found = new Set<number>();
  const columns = columnsOf(deck.length);
  let first: number | null = null;
  let waits = false;

  const cards = deck.map((thing, card) => {
    const face = el('span', { class: 'face' }, drawThing(thing));
    const inner = el('span', { class: 'turn' }, el('span', { class: 'back' }), face);
    return el('button', { type: 'button', class: 'card', onclick: () => flip(card) }, inner);
  });
  const score = el('p', { class: 'score' });
  const table = el('div', { class: 'table', role: 'group', 'aria-label': say('memoryTable') }, ...cards);
  table.style.setProperty('--columns', String(columns));
  table.addEventListener('keydown', (event) => {
    const at = cards.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    cards[at + step]?.focus();
  });

  function show(card: number, open: boolean): void {
    const button = cards[card];
    if (!button) return;
    button.classList.toggle('open', open);
    button.classList.toggle('found', found.has(card));
    const word: GameWord = found.has(card) ? 'cardFound' : open ? 'card' : 'cardClosed';
    button.setAttribute('aria-label', say(word, { n: card + 1, thing: open ? nameOf(deck[card]) : '' }));
  }

  function count(): void {
    score.textContent = say('pairs', { n: found.size / 2, of: deck.length / 2 });
  }

  function flip(card: number): void {
    if (waits || found.has(card) || card === first) return;
    flips.push({ card, atMs: Math.round(performance.now() - startedAt) });
    show(card, true);
    if (first === null) {
      first = card;
      stage.said(nameOf(deck[card]));
      return;
    }
    const other = first;
    first = null;
    if (deck[other] === deck[card]) pair(other, card);
    else miss(other, card);
  }

  function pair(one: number, other: number): void {
    found.add(one).add(other);
    show(one, true);
    show(other, true);
    count();
    stage.said(say('pair', { thing: nameOf(deck[one]), n: found.size / 2, of: deck.length / 2 }));
    if (found.size === deck.length) void stage.tell({ game: 'memory', flips }).then(stage.end);
  }

  function miss(one: number, other: number): void {
    waits = true;
    stage.said(say('noPair', { thing: nameOf(deck[other]) }));
    // A little longer than the rule asks for, since two clocks are never quite alike.
    setTimeout(() => {
      waits = false;
      show(one, false);
      show(other, false);
    }, MISS_MS + 50);
  }

  for (const card of deck.keys()) show(card, false);
  count();
  stage.board.replaceChildren(el('p', { class: 'how' }, say('memoryHow')), table, score);
}
