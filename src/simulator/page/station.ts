// One place on the desk: a phone with its owner's strip above it. It remembers whose phone it is, swaps the phone
// when somebody else is chosen, and says in words what could not be done.

import type { Action, ChatView, MessengerName, NewPerson, Person } from '../control.ts';
import { Problem } from './control-client.ts';
import { el } from './dom.ts';
import { createOwnerStrip } from './owner-strip.ts';
import type { PeopleBook } from './people-book.ts';
import { createPhone, type Phone } from './phone.ts';
import { recall, remember } from './remember.ts';
import type { Say } from './words.ts';

const PROBLEM_MS = 7_000;

export interface Station {
  element: HTMLElement;
  personId: () => string | null;
  close: () => void;
}

export interface StationOptions {
  messenger: MessengerName;
  say: Say;
  book: PeopleBook;
  /** The bot wrote or the view changed. */
  onView: (view: ChatView) => void;
  onPersonChange: () => void;
}

export function createStation({ messenger, say, book, onView, onPersonChange }: StationOptions): Station {
  const memory = `person.${messenger}`;
  let person: Person | null = null;
  let phone: Phone | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const problemLine = el('div', { class: 'problem', role: 'alert', hidden: true });
  const place = el('div', { class: 'phone-place' });
  const showProblem = (problem: unknown): void => {
    clearTimeout(timer);
    problemLine.textContent = inWords(problem, say);
    problemLine.hidden = false;
    timer = setTimeout(() => {
      problemLine.hidden = true;
    }, PROBLEM_MS);
  };
  const attempt = (work: Promise<unknown>): void => void work.catch(showProblem);
  const strip = createOwnerStrip(messenger, say, {
    people: book.all,
    choose: (chosen) => use(chosen),
    add: (added: NewPerson) => attempt(book.add(added).then(use)),
    change(change) {
      if (person) attempt(book.change(person.personId, change));
    },
    send: (action: Action) => void phone?.send(action),
    openSms: () => phone?.openSms(),
  });

  const use = (next: Person): void => {
    phone?.close();
    person = next;
    remember(memory, next.personId);
    strip.showPerson(next);
    phone = createPhone({
      messenger,
      person: next,
      others: () => book.all().filter(({ personId }) => personId !== next.personId),
      onView(view) {
        strip.showView(view);
        onView(view);
      },
      onPerson(news) {
        book.take(news);
        const spokeAnother = person?.personId === news.personId && person.language !== news.language;
        person = news;
        if (spokeAnother) queueMicrotask(() => use(news));
        else strip.showPerson(news);
      },
      onSms: (list) => strip.showSmsCount(list.length),
      onProblem: showProblem,
    });
    place.replaceChildren(phone.element);
    onPersonChange();
  };

  const first = book.find(recall(memory) ?? '') ?? book.all()[0];
  if (first) use(first);
  return {
    element: el('div', { class: `station station-${messenger}` }, strip.element, problemLine, place),
    personId: () => person?.personId ?? null,
    close() {
      clearTimeout(timer);
      phone?.close();
    },
  };
}

function inWords(problem: unknown, say: Say): string {
  if (!(problem instanceof Problem)) return say('problem_broken');
  const words = say(`problem_${problem.kind}`);
  return problem.detail ? `${words} (${problem.detail})` : words;
}
