// Reads that bring sentences: remembered for each language, so that a reader who changes it reads them anew.
import { queryOptions } from '@tanstack/react-query';
import type { ReplyOf, Route } from '#src/contract/route.ts';
import type { Me } from '#src/contract/session.ts';
import { call, type Input } from '../../api/call.ts';
import { keyOf } from '../../api/read-anew.ts';

/** A read in the language that the server knows `me` to read, for useQuery. */
export function telling<R extends Route>(me: Me, route: R, input: Input<R>) {
  return queryOptions({
    queryKey: [...keyOf(route), input, me.language],
    queryFn: ({ signal }): Promise<ReplyOf<R>> => call(route, input, signal),
  });
}
