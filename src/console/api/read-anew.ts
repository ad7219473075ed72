// Under which key the cache keeps what was read of a route, and how it is read anew once something was written.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Route } from '#src/contract/route.ts';

/** The key under which reads of a route are remembered. */
export function keyOf(route: Route): QueryKey {
  return [route.url];
}

/**
 * Has what was read of `routes` read anew. A read under way begins again: it may have been answered before whatever was
 * written, and asked for the first time it would otherwise be taken for new.
 */
export async function readAnew(cache: QueryClient, routes: readonly Route[]): Promise<void> {
  const one = async (route: Route) => {
    const reads = { queryKey: keyOf(route) };
    await cache.cancelQueries(reads);
    await cache.invalidateQueries(reads);
  };
  await Promise.all(routes.map(one));
}
