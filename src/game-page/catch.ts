// Catch: things fall in five lanes, and a basket goes from lane to lane, by a finger, by keys or by two buttons.
import { el } from '#src/card-page/dom.ts';
import type { GameDealt } from '#src/contract/games.ts';
import { basketAt, isCaught, LANES, type Steer } from '#src/core/quests/games/game-rules.ts';
import { calm, type Stage } from './stage.ts';
import { drawBasket, drawThing } from './things.ts';
import { nameOf, say } from './words.ts';

/** A phone that was busy for longer goes on from where it was. */
const LONGEST_STEP_MS = 100;
/** Where nothing should glide, things come down in so many steps. */
const STEPS = 6;
const GONE_MS = 350;

type Dealt = Extract<GameDealt, { game: 'catch' }>;
type Drop = Dealt['drops'][number];

export function playCatch(stage: Stage, { goal, drops }: Dealt): void {
  const steers: Steer[] = [];
  const still = calm();
  const falling = new Map<Drop, HTMLElement>();
  let lane = (LANES - 1) / 2;
  let nowMs = 0;
  let lastFrame: number | null = null;
  let landed = 0;
  let begun = 0;
  let caught = 0;
  let over = false;

  const basket = el('div', { class: 'basket' }, drawBasket());
  const cover = el('button', { type: 'button', class: 'cover', onclick: go }, say('start'));
  const field = el('div', { class: 'field', tabindex: '-1' }, basket, cover);
  const score = el('p', { class: 'score' });
  const bar = el('span', {});
  const step = (by: number) => () => steer(lane + by);
  const keys = el(
    'div',
    { class: 'keys' },
    el('button', { type: 'button', 'aria-label': say('left'), onclick: step(-1) }, '‹'),
    el('button', { type: 'button', 'aria-label': say('right'), onclick: step(1) }, '›'),
  );

  function steer(to: number): void {
    const next = Math.min(LANES - 1, Math.max(0, to));
    if (next === lane || lastFrame === null) return;
    lane = next;
    steers.push({ atMs: Math.round(nowMs), lane });
  }

  function go(): void {
    cover.hidden = true;
    field.focus({ preventScroll: true });
    lastFrame = performance.now();
    requestAnimationFrame(frame);
  }

  function pause(): void {
    if (lastFrame === null || over) return;
    lastFrame = null;
    cover.hidden = false;
    cover.textContent = say('paused');
    cover.focus();
  }

  function frame(at: number): void {
    if (lastFrame === null || over) return;
    nowMs += Math.min(LONGEST_STEP_MS, Math.max(0, at - lastFrame));
    lastFrame = at;
    for (let next = drops[begun]; next && next.landsAtMs - next.fallsMs <= nowMs; next = drops[begun]) {
      begin(next);
      begun++;
    }
    for (const [drop, element] of falling) place(element, 1 - (drop.landsAtMs - nowMs) / drop.fallsMs);
    const where = basketAt(steers, nowMs);
    basket.style.setProperty('--lane', String(still ? Math.round(where) : where));
    for (let next = drops[landed]; next && next.landsAtMs <= nowMs && !over; next = drops[landed]) {
      landed++;
      land(next);
    }
    requestAnimationFrame(frame);
  }

  function begin(drop: Drop): void {
    const element = el('div', { class: 'thing' }, drawThing(drop.thing));
    element.style.setProperty('--lane', String(drop.lane));
    field.append(element);
    falling.set(drop, element);
    stage.said(say('falls', { thing: nameOf(drop.thing), n: drop.lane + 1 }));
  }

  function place(element: HTMLElement, share: number): void {
    const shown = still ? Math.floor(share * STEPS) / STEPS : share;
    element.style.setProperty('--share', String(Math.min(1, shown)));
  }

  function land(drop: Drop): void {
    const good = isCaught(drop, steers);
    const element = falling.get(drop);
    falling.delete(drop);
    element?.classList.add(good ? 'in' : 'out');
    setTimeout(() => element?.remove(), GONE_MS);
    if (good) caught++;
    count();
    if (caught < goal && landed < drops.length) return;
    over = true;
    void stage.tell({ game: 'catch', steers }).then(stage.end);
  }

  function count(): void {
    score.textContent = say('caught', { n: caught, of: goal, left: drops.length - landed });
    bar.style.setProperty('--share', String(caught / goal));
  }

  const follow = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = (currentTarget as HTMLElement).getBoundingClientRect();
    steer(Math.floor(((clientX - left) / width) * LANES));
  };
  field.addEventListener('pointerdown', follow);
  field.addEventListener('pointermove', follow);
  document.addEventListener('keydown', (event) => {
    if (over || lastFrame === null) return;
    const { key } = event;
    if (key === 'ArrowLeft') steer(lane - 1);
    else if (key === 'ArrowRight') steer(lane + 1);
    else if (/^[1-5]$/.test(key)) steer(Number(key) - 1);
    else return;
    event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => document.visibilityState !== 'visible' && pause());

  count();
  basket.style.setProperty('--lane', String(lane));
  stage.board.replaceChildren(
    el('p', { class: 'how' }, say('catchHow', { n: goal })),
    el('p', { class: 'bar', 'aria-hidden': 'true' }, bar),
    field,
    keys,
    score,
  );
}
