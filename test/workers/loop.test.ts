import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startLoop } from '#src/workers/loop.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counting(restMs?: number) {
  const counted = { passes: 0 };
  const pass = async () => {
    counted.passes++;
    return false;
  };
  const loop = startLoop({ name: 'counts', idleMs: 1_000, ...(restMs && { restMs }), pass, log });
  return { counted, loop };
}

test('when a loop rests, then pokes gather for one pass, which comes when the rest is over', async () => {
  const { counted, loop } = counting(100);
  await vi.advanceTimersByTimeAsync(10);
  loop.poke();
  loop.poke();
  await vi.advanceTimersByTimeAsync(80);
  expect(counted.passes).toBe(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(counted.passes).toBe(2);
  await loop.stop();
});

test('when a loop idles after its rest, then a poke is followed at once', async () => {
  const { counted, loop } = counting(100);
  await vi.advanceTimersByTimeAsync(300);
  loop.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(counted.passes).toBe(2);
  await loop.stop();
});

test('when a loop that rests is stopped, then it ends at once', async () => {
  const { counted, loop } = counting(60_000);
  await vi.advanceTimersByTimeAsync(1);
  await loop.stop();
  expect(counted.passes).toBe(1);
});

test('when a loop does not rest, then a poke is followed at once', async () => {
  const { counted, loop } = counting();
  await vi.advanceTimersByTimeAsync(1);
  loop.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(counted.passes).toBe(2);
  await loop.stop();
});
