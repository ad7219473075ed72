import { expect, it } from 'vitest';
import { restAfter } from '#src/workers/analytics-loop.ts';

const IDLE_MS = 25_000;

it('when a round was short, then the next one comes at its usual time', () => {
  expect(restAfter(0, IDLE_MS)).toBe(IDLE_MS);
  expect(restAfter(2_000, IDLE_MS)).toBe(IDLE_MS);
});

it('when many had bought, then it rests so long that counting takes a tenth of the time', () => {
  expect(restAfter(6_000, IDLE_MS)).toBe(54_000);
});

it('when millions had to be counted once, then the next round comes within minutes all the same', () => {
  expect(restAfter(3_600_000, IDLE_MS)).toBe(300_000);
});
