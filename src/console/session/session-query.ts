// Who is signed in, as the whole console knows it.
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { type Me, me, sessionRoutes } from '#src/contract/session.ts';
import type { Role } from '#src/contract/words.ts';
import { ApiFailure, isAway } from '../api/api-failure.ts';
import { call } from '../api/call.ts';
import { keyOf } from '../api/read-anew.ts';
import { remembered } from '../remembered.ts';

const SESSION_KEY = keyOf(sessionRoutes.readMe);
/** Where stores are offered, what was known of them longer ago is asked anew. */
const STORES_FRESH_MS = 5_000;

/** Whoever is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await call(sessionRoutes.readMe, {}, signal);
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.status === 401) return null;
      // Without a network the till goes on as whoever was signed in on this device last.
      const last = isAway(failure) && isAtTheTill() ? lastMe.read() : null;
      if (!last) throw failure;
      return last;
    }
  },
});

const lastMe = remembered('kartka.me', me.nullable());

/** Keeps on this device who is signed in, for the time without a network; nobody once they have signed out. */
export function rememberMe(next: Me | null): void {
  lastMe.write(next);
}

function isAtTheTill(): boolean {
  return window.location.pathname.startsWith('/console/till');
}

/** Starts anew for whoever has signed in: nothing that another person has read stays. */
export async function enterSession(cache: QueryClient, me: Me): Promise<void> {
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
  await keepSession(cache, me);
}

/** Shows the sign-in screen. */
export async function forgetSession(cache: QueryClient): Promise<void> {
  await keepSession(cache, null);
}

/** From now on it is this. A read under way may have been answered before, and would bring the former back. */
export async function keepSession(
  cache: QueryClient,
  next: Me | null | ((known: Me | null | undefined) => Me | null | undefined),
): Promise<void> {
  await cache.cancelQueries({ queryKey: sessionQuery.queryKey });
  cache.setQueryData(sessionQuery.queryKey, next);
}

export const MeContext = createContext<Me | null>(null);

/** Whoever is signed in. Only below SignedIn. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe is used outside SignedIn.');
  return me;
}

/** The stores that somebody may work in, for choosing among them: others open and close them meanwhile. */
export function useMyStores(): Me['stores'] {
  useQuery({ ...sessionQuery, staleTime: STORES_FRESH_MS, refetchOnWindowFocus: true });
  return useMe().stores;
}

/** The screens of a role, in the order of the rail; the first is its home. */
export const SCREENS: Record<Role, readonly string[]> = {
  cashier: ['till'],
  marketer: [
    'campaigns',
    'quests',
    'segments',
    'links',
    'rules',
    'offers',
    'rewards',
    'challenges',
    'members',
    'approvals',
    'exports',
  ],
  admin: [
    'today',
    'members',
    'approvals',
    'rules',
    'offers',
    'rewards',
    'challenges',
    'campaigns',
    'quests',
    'segments',
    'links',
    'stores',
    'staff',
    'partners',
    'api-keys',
    'webhooks',
    'audit',
    'imports',
    'exports',
    'settings',
    'till',
  ],
};
