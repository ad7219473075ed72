import { expect, it } from 'vitest';
import { judgeOutcome, RETRY_DELAYS_MS } from '#src/core/webhooks/judge-outcome.ts';
import type { WebhookOutcome } from '#src/core/webhooks/post-webhook.ts';

const failed: WebhookOutcome = { status: 500, error: 'status', retryAfterMs: null };

it('when tries fail, then the delays grow from seconds to a day, and after the last one it is dead', () => {
  const verdicts = [...RETRY_DELAYS_MS.keys(), RETRY_DELAYS_MS.length].map((i) =>
    judgeOutcome(failed, i + 1, 0),
  );
  expect(verdicts.slice(0, -1)).toEqual(RETRY_DELAYS_MS.map((delayMs) => ({ to: 'retrying', delayMs })));
  expect(verdicts.at(-1)).toEqual({ to: 'dead' });
  expect(RETRY_DELAYS_MS.toSorted((a, b) => a - b)).toEqual(RETRY_DELAYS_MS);
});

it('when chance is at its most, then a fifth is added and no more', () => {
  expect(judgeOutcome(failed, 2, 1)).toEqual({ to: 'retrying', delayMs: 360_000 });
});

it('when the other side asks for a while, then it gets it, a day at most, and never less than our own delay', () => {
  const asks = (retryAfterMs: number) => judgeOutcome({ ...failed, status: 429, retryAfterMs }, 1, 0);
  expect(asks(60_000)).toEqual({ to: 'retrying', delayMs: 60_000 });
  expect(asks(1)).toEqual({ to: 'retrying', delayMs: 5_000 });
  expect(asks(10 ** 12)).toEqual({ to: 'retrying', delayMs: 24 * 3_600_000 });
});

it('when it is gone, then it is dead at once; when it is taken, then delivered', () => {
  expect(judgeOutcome({ status: 410, error: 'gone', retryAfterMs: null }, 1, 0)).toEqual({ to: 'dead' });
  expect(judgeOutcome({ status: 200, error: null, retryAfterMs: null }, 9, 0)).toEqual({ to: 'delivered' });
});
