// Ties the contract's routes to the query cache: a read is remembered under its address and input, a write tells which
// reads it makes stale.
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReplyOf, Route } from '#src/contract/route.ts';
import { ApiFailure } from './api-failure.ts';
import { call, type Input } from './call.ts';
import { keyOf, readAnew } from './read-anew.ts';

/** A read, for useQuery. */
export function reading<R extends Route>(route: R, input: Input<R>) {
  return queryOptions({
    queryKey: [...keyOf(route), input],
    queryFn: ({ signal }): Promise<ReplyOf<R>> => call(route, input, signal),
  });
}

/**
 * A write. When it has succeeded, reads of the `stale` routes are made anew. `settle` is called whatever has come of it,
 * also when whoever began it has left the screen.
 */
export function useWriting<R extends Route>(
  route: R,
  { stale = [], settle }: { stale?: readonly Route[]; settle?: (cache: QueryClient) => Promise<void> } = {},
) {
  const cache = useQueryClient();
  return useMutation({
    mutationKey: keyOf(route),
    mutationFn: (input: Input<R>): Promise<ReplyOf<R>> => call(route, input),
    onSuccess: () => readAnew(cache, stale),
    onSettled: () => settle?.(cache),
  });
}

/** Reads are tried again when nothing came back, never when the server said no. */
export function retryRead(failures: number, error: Error): boolean {
  return !(error instanceof ApiFailure) && failures < 2;
}
