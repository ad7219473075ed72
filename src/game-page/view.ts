// The frame round a game: what the task says, what is read out, and what the game has brought.
import { byId, el } from '#src/card-page/dom.ts';
import type { GameOver, GamePage, GameTold } from '#src/contract/games.ts';
import type { Stage } from './stage.ts';
import { say } from './words.ts';

export interface GameView {
  waits(): void;
  stage(page: GamePage, tell: (told: GameTold) => Promise<GameOver>): Stage;
  /** `page` is null where only the result is known. */
  end(page: GamePage | null, over: GameOver): void;
  /** No game: what to do, and a button where trying again may help. */
  instead(sentence: string, again?: () => void): void;
  /** Whether the result could be told. */
  online(is: boolean): void;
}

interface Leading {
  again: () => void;
  /** Back to the chat, where the messenger lets a page do that. */
  close?: () => void;
}

export function createView({ again, close }: Leading): GameView {
  const main = byId('page');
  const said = el('p', { class: 'spoken', role: 'status' });
  const lost = el('p', { class: 'said', role: 'alert', hidden: '' }, say('kept'));
  let head: HTMLElement = el('div', {});

  const show = (...parts: HTMLElement[]) => {
    main.removeAttribute('aria-busy');
    main.replaceChildren(lost, ...parts);
  };
  const button = (label: string, onclick: () => void) =>
    el('button', { type: 'button', class: 'again', onclick }, label);

  function end(page: GamePage | null, over: GameOver): void {
    if (page) head = headOf(page);
    const title = el('h2', { tabindex: '-1' }, over.title);
    const sheet = el(
      'section',
      { class: over.good ? 'sheet over good' : 'sheet over', role: 'status' },
      el('span', { class: 'badge', 'aria-hidden': 'true' }),
      title,
      over.text !== '' && el('p', {}, over.text),
      over.again && button(say('playAgain'), again),
      close && !over.again ? button(say('close'), close) : null,
    );
    show(head, sheet);
    title.focus({ preventScroll: true });
  }

  return {
    waits: () => main.setAttribute('aria-busy', 'true'),
    stage(page, tell) {
      head = headOf(page);
      const board = el('section', { class: `sheet board ${page.dealt?.game ?? ''}` });
      show(head, board, said);
      return {
        board,
        tell,
        said: (sentence) => {
          said.textContent = sentence;
        },
        end: (over) => end(page, over),
      };
    },
    end,
    instead(sentence, onclick) {
      show(
        el(
          'section',
          { class: 'sheet alone' },
          el('p', { role: 'alert' }, sentence),
          onclick ? button(say('again'), onclick) : null,
        ),
      );
    },
    online(is) {
      lost.hidden = is;
    },
  };
}

function headOf({ title, question }: GamePage): HTMLElement {
  return el('div', { class: 'task' }, el('h1', {}, title), question !== '' && el('p', {}, question));
}
