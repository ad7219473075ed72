import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf, readAnew } from '#src/console/api/read-anew.ts';
import { tillRoutes } from '#src/contract/till.ts';

/** What a read was given, and the way to answer it. */
interface Asked {
  answer: (points: number) => void;
  signal: AbortSignal;
}

let cache: QueryClient;
let asked: Asked[];
let leave: () => void;
let shown: () => unknown;

beforeEach(() => {
  cache = new QueryClient();
  asked = [];
  const observer = new QueryObserver(cache, {
    queryKey: [...keyOf(tillRoutes.quoteReceipt), { amountMinor: 30_000 }],
    queryFn: ({ signal }) => new Promise<number>((answer) => asked.push({ answer, signal })),
  });
  leave = observer.subscribe(() => {});
  shown = () => observer.getCurrentResult().data;
});
afterEach(() => {
  leave();
  cache.clear();
});

describe('a read that a write has made stale', () => {
  it('when it is under way for the first time, then it begins again, and what it was answered before is not shown', async () => {
    const done = readAnew(cache, [tillRoutes.quoteReceipt]);
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(300);
    asked[1]?.answer(270);
    await done;
    expect(shown()).toBe(270);
  });

  it('when it was answered before, then it is asked once more and shown until then', async () => {
    asked[0]?.answer(300);
    await expect.poll(shown).toBe(300);
    const done = readAnew(cache, [tillRoutes.quoteReceipt]);
    await expect.poll(() => asked.length).toBe(2);
    expect(shown()).toBe(300);
    asked[1]?.answer(270);
    await done;
    expect(shown()).toBe(270);
  });

  it('when it is of another route, then it goes on', async () => {
    await readAnew(cache, [tillRoutes.listReceipts]);
    expect([asked.length, asked[0]?.signal.aborted]).toEqual([1, false]);
  });
});
