// Starts the page of phones: fetches the people, lays the desk, and lays it again when the language changes.

import { Problem } from './control-client.ts';
import { layDesk } from './desk.ts';
import { el, fill } from './dom.ts';
import { createPeopleBook } from './people-book.ts';
import { recall, remember } from './remember.ts';
import { type Language, languageOf, speak } from './words.ts';

const RETRY_MS = 1_500;

const root = document.getElementById('desk') ?? document.body.appendChild(el('div'));
const book = createPeopleBook();
let clearDesk: () => void = () => {};

function show(language: Language): void {
  const say = speak(language);
  document.documentElement.lang = language;
  document.title = say('pageTitle');
  clearDesk();
  clearDesk = layDesk(root, book, say, (chosen) => {
    remember('language', chosen);
    show(chosen);
  });
}

async function start(): Promise<void> {
  const language = languageOf(recall('language'));
  const say = speak(language);
  try {
    await book.load();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    fill(root, el('p', { class: 'waiting-page', role: 'status' }, say('waitingForSimulator')));
    setTimeout(() => void start(), RETRY_MS);
    return;
  }
  show(language);
}

void start();
