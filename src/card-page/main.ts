// The page of a member's card: opens it, and keeps a good code on the screen for as long as somebody looks at it.
import type { CardPage } from '#src/contract/card.ts';
import { type Opening, openCard, Refused, readCard } from './ask.ts';
import { keepAwake } from './keep-awake.ts';
import './style.css';
import './paper.css';
import { settleInTelegram, telegramData } from './telegram.ts';
import { type Held, isDue, leftOf } from './turn-over.ts';
import { createView, showInstead } from './view.ts';
import { speak, words } from './words.ts';

const TICK_MS = 500;
/** What was asked for so short a time ago is as good as new. */
const FRESH_MS = 1_000;

const view = createView();
let page: CardPage | null = null;
let held: Held | null = null;
let triedAt = 0;
/** When what is on the screen was asked for. */
let shownAt = 0;
let asking = false;
let again = false;
let ticking = 0;

/** What opens the page the first time; afterwards the session does. */
function opening(): Opening | null {
  const telegram = telegramData();
  if (telegram) return { telegram };
  const link = /^#v=([\w-]{1,128})$/.exec(location.hash)?.[1];
  return link ? { link } : null;
}

async function start(): Promise<void> {
  const way = opening();
  // A link that was pressed before has left its session behind, and that is asked first.
  await refresh(way && 'telegram' in way ? () => openCard(way) : () => openByLink(way));
}

async function openByLink(way: Opening | null): Promise<CardPage> {
  try {
    return await readCard();
  } catch (error) {
    if (!way || !(error instanceof Refused)) throw error;
    return await openCard(way);
  }
}

async function refresh(ask: () => Promise<CardPage> = readCard): Promise<void> {
  if (asking) return;
  asking = true;
  triedAt = Date.now();
  const askedAt = triedAt;
  try {
    const next = await ask();
    speak(next.language, next.words);
    page = next;
    shownAt = askedAt;
    held = next.live && { askedAt, lastsMs: next.live.lastsMs };
    view.show(next);
    view.online(true);
    if (!ticking) ticking = window.setInterval(tick, TICK_MS);
    // The link is used: it stays neither in the history nor in a picture of the screen.
    if (location.hash.startsWith('#v=')) history.replaceState(null, '', location.pathname + location.search);
  } catch (error) {
    lost(error, ask);
  } finally {
    asking = false;
  }
  tick();
  if (again) returned();
}

function lost(error: unknown, ask: () => Promise<CardPage>): void {
  if (error instanceof Refused) {
    window.clearInterval(ticking);
    page = null;
    showInstead(error.status === 404 ? words().join : error.message);
  } else if (page) view.online(false);
  else showInstead(words().failed, () => void refresh(ask));
}

function tick(): void {
  if (!page || document.visibilityState !== 'visible') return;
  const now = Date.now();
  const leftMs = leftOf(held, now);
  view.showCode(page.live && held && leftMs > 0 ? { qr: page.live.qr, leftMs, lastsMs: held.lastsMs } : null);
  if (isDue(held, triedAt, now)) void refresh();
}

/** Back from the chat or the till, where points were earned, an offer taken and the code used. */
function returned(): void {
  again = false;
  if (!page || document.visibilityState !== 'visible') return;
  tick();
  if (Math.abs(Date.now() - (asking ? triedAt : shownAt)) < FRESH_MS) return;
  // The answer that is awaited may be older than the way back.
  if (asking) again = true;
  else void refresh();
}

if (telegramData()) settleInTelegram(returned);
keepAwake();
document.addEventListener('visibilitychange', returned);
window.addEventListener('pageshow', ({ persisted }) => persisted && returned());
window.addEventListener('online', returned);
window.addEventListener('offline', () => page && view.online(false));
void start();
