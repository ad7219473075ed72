import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '#src/contract/session.ts';

const ME: Me = {
  staffId: 'stf_01',
  name: 'Дарина Кіт',
  login: 'daryna',
  role: 'cashier',
  language: 'uk',
  secondFactor: false,
  stores: [],
  shop: {
    name: 'Поруч',
    brandColour: '#0b6b4f',
    accentColour: '#f2b705',
    moneyCurrency: 'UAH',
    pointValueMinor: 100,
    timeZone: 'Europe/Kyiv',
  },
};

// The console asks in a browser.
vi.stubGlobal('window', Object.assign(new EventTarget(), { location: { pathname: '/console/' } }));
const asked: { answer: (status: number, body: unknown) => void; signal: AbortSignal }[] = [];
vi.stubGlobal('fetch', (_address: string, { signal }: { signal: AbortSignal }) => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  asked.push({ signal, answer: (status, body) => resolve(Response.json(body, { status })) });
  return promise;
});
afterAll(() => vi.unstubAllGlobals());
const { enterSession, forgetSession, sessionQuery } = await import('#src/console/session/session-query.ts');

let cache: QueryClient;
let leave: () => void;
const known = () => cache.getQueryData(sessionQuery.queryKey);

beforeEach(() => {
  asked.length = 0;
  cache = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  leave = new QueryObserver(cache, sessionQuery).subscribe(() => {});
});
afterEach(() => {
  leave();
  cache.clear();
});

describe('who is signed in', () => {
  it('when somebody signs out while it is asked who they are, then the answer does not bring them back', async () => {
    await forgetSession(cache);
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(200, ME);
    await expect(cache.ensureQueryData(sessionQuery)).resolves.toBeNull();
  });

  it('when somebody signs in while it is asked who was there before, then they stay', async () => {
    const kateryna = { ...ME, staffId: 'stf_02', name: 'Катерина Дуб' };
    cache.setQueryData(['what another has read'], 'a secret');
    await enterSession(cache, kateryna);
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(401, { error: { code: 'not_signed_in', message: 'Увійдіть', details: {} } });
    await expect(cache.ensureQueryData(sessionQuery)).resolves.toEqual(kateryna);
    expect([known(), cache.getQueryData(['what another has read'])]).toEqual([kateryna, undefined]);
  });
});
