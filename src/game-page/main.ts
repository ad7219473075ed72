// The page of a game: opens it, lets it be played, and tells how it went until somebody has heard.
import { call, Refused } from '#src/card-page/call.ts';
import '#src/card-page/style.css';
import { closeInTelegram, settleInTelegram, telegramData } from '#src/card-page/telegram.ts';
import type { GameOver, GamePage, GameTold } from '#src/contract/games.ts';
import { playCatch } from './catch.ts';
import { type Kept, keep, keptBeside, readKept } from './kept.ts';
import { playMemory } from './memory.ts';
import './games.css';
import './memory.css';
import './catch.css';
import './wheel.css';
import { createView } from './view.ts';
import { playWheel } from './wheel.ts';
import { say, speak } from './words.ts';

/** At most: both answers left the server together, so that of another tap is behind by a weak network's whim only. */
const BESIDE_MS = 4_000;
/** Between two tries to tell a result. */
const RETRY_MS = 4_000;

const telegram = telegramData();
const view = createView({ again: () => void open(), ...(telegram && { close: closeInTelegram }) });
const link =
  new URLSearchParams(location.search).get('g') ?? /^#g=([\w-]{1,128})$/.exec(location.hash)?.[1] ?? '';

/** A link opens once, so whoever has opened it before goes on with what that gave. */
async function open(): Promise<void> {
  view.waits();
  const kept = readKept(link);
  try {
    if (kept?.told) return await tellKept(kept.opening, kept.told);
    const ways = telegram ? [{ link, telegram }] : [...(kept ? [{ opening: kept.opening }] : []), { link }];
    play(await firstOf(ways).catch((error: unknown) => openedBeside(error, kept)));
  } catch (error) {
    if (error instanceof Refused) view.instead(error.message);
    else view.instead(say('failed'), () => void open());
  }
}

async function firstOf(ways: object[]): Promise<GamePage> {
  const [way, ...others] = ways;
  try {
    return (await call(`/api/game/opening?shown=${document.documentElement.lang}`, {
      body: way ?? {},
    })) as GamePage;
  } catch (error) {
    if (!(error instanceof Refused) || others.length === 0) throw error;
    return await firstOf(others);
  }
}

/** A button that is tapped twice opens two pages at once: the later one goes on with what the first was given. */
async function openedBeside(error: unknown, known: Kept | null): Promise<GamePage> {
  if (!(error instanceof Refused) || telegram || known) throw error;
  const kept = await keptBeside(link, BESIDE_MS);
  if (!kept) throw error;
  return await firstOf([{ opening: kept.opening }]);
}

function play(page: GamePage): void {
  const { dealt, opening } = page;
  speak(page.language, page.words);
  keep(link, { opening });
  if (page.over || !dealt) {
    if (page.over) view.end(page, page.over);
    return;
  }
  const stage = view.stage(page, (told) => tell(opening, told));
  if (dealt.game === 'memory') playMemory(stage, dealt);
  else if (dealt.game === 'catch') playCatch(stage, dealt);
  else playWheel(stage, dealt);
}

/** A result from before: the page was closed without a connection. */
async function tellKept(opening: string, told: GameTold): Promise<void> {
  const over = await tell(opening, told);
  view.end(null, over);
}

/** Throws nothing: a no is told as the end of the game, and silence is waited out. */
async function tell(opening: string, told: GameTold): Promise<GameOver> {
  keep(link, { opening, told });
  for (;;) {
    try {
      const over = (await call('/api/game/result', { body: { opening, told } })) as GameOver;
      keep(link, { opening });
      view.online(true);
      return over;
    } catch (error) {
      if (error instanceof Refused) {
        keep(link, null);
        return { good: false, place: null, title: error.message, text: '', again: false };
      }
      view.online(false);
      await pause();
    }
  }
}

/** Until the next try, or until there is a connection again. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, RETRY_MS);
    window.addEventListener('online', done, { once: true });
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    }
  });
}

if (telegram) settleInTelegram();
void open();
