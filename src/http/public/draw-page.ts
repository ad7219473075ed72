// /quests/<id>/draw: what was published before a quest, what it came to, and how anybody can check it.
import type { Brand } from '#src/core/cards/brand.ts';
import type { PublicDraw } from '#src/core/quests/prizes/read-draw.ts';
import { prizeTitle } from '#src/core/quests/tell/prize-title.ts';
import { formatDay, formatNumber, formatTime } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { webSentence } from '../sentences.ts';
import { type Html, html, page } from './html.ts';

export interface DrawPage {
  draw: PublicDraw;
  brand: Brand;
  language: Language;
  timeZone: string;
  at: Date;
}

/** The rest of the winners is in the file for programs. */
const MOST_WINNERS = 100;

type Say = (key: string, values?: Record<string, string | number>) => string;

export function drawPage({ draw, brand, language, timeZone, at }: DrawPage): string {
  const quest = textIn(draw.titles, language);
  const say: Say = (key, values) => webSentence(`draw.${key}`, language, { quest, ...values });
  const moment = (date: Date) =>
    `${formatDay(date, { language, timeZone, now: at })}, ${formatTime(date, { language, timeZone })}`;
  const body = html`<style>${STYLE}</style><h1>${say('title')}</h1>
<p class="soft">${say('lead')}</p>
${section(say('before'), html`<p>${say('beforeText')}</p>${figure(say('commitment'), draw.commitment)}`)}
${section(say('after'), afterEnd(draw, { say, moment, at }))}
${section(say('winners'), html`${draw.prizes.map((prize) => tellPrize(prize, draw, { say, language }))}`)}
${section(say('mine'), html`<p>${say('mineText')}</p>`)}
${draw.drawn ? section(say('check'), howTo(draw, say)) : []}
<p class="soft" style="margin-top:20px"><a href="draw.json">${say('programs')}</a></p>`;
  return page({ title: say('title'), language, brand, body });
}

const STYLE: Html = {
  markup: `section{margin-top:20px}section>:last-child{margin-bottom:0}section h2{margin:0 0 8px}h3{font-size:16px;margin:16px 0 6px}
.figure{margin:10px 0}.figure b{display:block;font-weight:400;font-size:14px;color:var(--soft)}
code{font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
ol{margin:0;padding-left:28px;columns:2 200px}li{padding:2px 0}
pre{margin:0 0 12px;padding:16px;border-radius:12px;background:var(--ground);overflow-x:auto}pre code{overflow-wrap:normal;font-size:13px}
.get{display:inline-block;width:auto;margin-top:6px}`,
};

function section(title: string, inside: Html): Html {
  return html`<section class="sheet"><h2>${title}</h2>${inside}</section>`;
}

function figure(name: string, value: string): Html {
  return html`<p class="figure"><b>${name}</b><code>${value}</code></p>`;
}

function afterEnd(
  { drawn, endsAt }: PublicDraw,
  { say, moment, at }: { say: Say; moment: (date: Date) => string; at: Date },
): Html {
  if (!drawn) return html`<p>${endsAt > at ? say('wait', { moment: moment(endsAt) }) : say('soon')}</p>`;
  return html`<p>${say('afterText')} ${say('drawnAt', { moment: moment(drawn.at) })}</p>
${figure(say('seed'), drawn.seed)}${figure(say('ticketsHash'), drawn.ticketsHash)}
<p><a class="button get" download href="tickets.txt">${say('tickets')}</a></p>`;
}

function tellPrize(
  prize: PublicDraw['prizes'][number],
  { drawn }: PublicDraw,
  { say, language }: { say: Say; language: Language },
): Html {
  const { stock, tickets, winners } = prize;
  const title = prizeTitle(prize, { language, fallback: 'uk' });
  if (!drawn) return html`<h3>${title}</h3><p>${say('willDraw', { count: stock })}</p>`;
  if (winners.length === 0) return html`<h3>${title}</h3><p>${say('nobody')}</p>`;
  const shown = winners.slice(0, MOST_WINNERS).map((ticket) => html`<li><code>${ticket}</code></li>`);
  const rest = winners.length - shown.length;
  const of = say('of', { count: tickets, tickets: formatNumber(tickets, language) });
  return html`<h3>${title} <span class="soft">· ${formatNumber(winners.length, language)} ${of}</span></h3><ol>${shown}</ol>
${rest > 0 ? html`<p class="soft">${say('more', { count: rest })}</p>` : []}`;
}

function howTo(draw: PublicDraw, say: Say): Html {
  return html`<p>${say('checkText')}</p>
<pre tabindex="0"><code>${checkInPython(draw)}</code></pre>
<p class="soft">${say('steps')}</p>`;
}

/** Ten lines that need nothing else but the list of tickets. */
function checkInPython({ commitment, drawn, prizes }: PublicDraw): string {
  const drawnOf = prizes.map(({ prizeNo, stock }) => `${prizeNo}: ${stock}`).join(', ');
  return `import hashlib, hmac
seed, text = "${drawn?.seed ?? ''}", open("tickets.txt").read()
assert hashlib.sha256(seed.encode()).hexdigest() == "${commitment}"
H = hashlib.sha256(text.encode()).hexdigest()
for prize, places in {${drawnOf}}.items():
    left, i, c = [t.split()[1] for t in text.splitlines() if t.startswith(f"{prize} ")], 1, 0
    while left and i <= places:
        r = int(hmac.new(seed.encode(), f"{H}:{prize}:{i}:{c}".encode(), "sha256").hexdigest()[:12], 16)
        if r < 2**48 // len(left) * len(left): print(prize, i, left.pop(r % len(left))); i, c = i + 1, 0
        else: c += 1`;
}
