// What one task lacks before it can be asked.
import { LANGUAGES } from '#src/lib/language.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { TaskAsk } from '../task-content.ts';
import type { Tell } from './find-problems.ts';
import type { TaskDraft } from './quest-draft.ts';
import { hasWords } from './read-draft.ts';
import type { Known } from './read-known.ts';

export function findTaskProblems(task: TaskDraft, path: string, known: Known, tell: Tell): void {
  const { content, hintPrice, points } = task;
  if (!hasWords(content.titles)) tell(`${path}.content.titles`, 'oneLanguage');
  if (!hasWords(content.question)) tell(`${path}.content.question`, 'oneLanguage');
  if (content.pictureId && known.missingPictures.has(content.pictureId))
    tell(`${path}.content.pictureId`, 'picture');
  if (hintPrice !== null && !hasWords(content.hint)) tell(`${path}.content.hint`, 'quest.hintMissing');
  if (hintPrice !== null && hintPrice > points) tell(`${path}.hintPrice`, 'atMost', { limit: points });
  findAskProblems(content.ask, `${path}.content.ask`, known, tell);
}

function findAskProblems(ask: TaskAsk, path: string, known: Known, tell: Tell): void {
  switch (ask.type) {
    case 'quiz':
      findOptionProblems(ask.options, path, tell);
      if (ask.right.length === 0) tell(`${path}.right`, 'quest.noRight');
      else if (ask.right.some((place) => place >= ask.options.length))
        tell(`${path}.right`, 'quest.rightOutside');
      break;
    case 'poll':
      findOptionProblems(ask.options, path, tell);
      break;
    case 'text':
    case 'code':
      if (ask.answers.length === 0) tell(`${path}.answers`, 'quest.noAnswer');
      break;
    case 'qr':
      if (ask.storeId && !known.stores.has(ask.storeId)) tell(`${path}.storeId`, 'quest.noStore');
      break;
    case 'place':
      if (ask.storeIds.some((storeId) => !known.stores.has(storeId)))
        tell(`${path}.storeIds`, 'quest.noStore');
      break;
    case 'subscribe':
      findUrlProblem(ask.url, path, tell);
      if (ask.channel && !/^(@\w{5,32}|-100\d{6,20})$/.test(ask.channel))
        tell(`${path}.channel`, 'quest.channel');
      break;
    case 'visit':
    case 'check':
      findUrlProblem(ask.url, path, tell, ask.type === 'check');
      break;
    case 'game':
      if (ask.game === 'wheel' && ask.odds.length < 2) tell(`${path}.odds`, 'fewestItems', { count: 2 });
      break;
  }
}

function findOptionProblems(options: readonly Texts[], path: string, tell: Tell): void {
  if (options.length < 2) tell(`${path}.options`, 'fewestItems', { count: 2 });
  for (const [place, option] of options.entries())
    if (!hasWords(option)) tell(`${path}.options.${place}`, 'empty');
  const seen = new Set(
    options.map((option) => LANGUAGES.map((language) => option[language] ?? '').join('\n')),
  );
  if (seen.size < options.length) tell(`${path}.options`, 'quest.optionTwice');
}

function findUrlProblem(url: string, path: string, tell: Tell, onlyHttps = false): void {
  const protocol = URL.parse(url)?.protocol;
  if (url === '') tell(`${path}.url`, 'missing');
  else if (protocol !== 'https:' && (onlyHttps || protocol !== 'http:')) tell(`${path}.url`, 'url');
}
