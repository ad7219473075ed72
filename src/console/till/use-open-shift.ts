import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { type Shift, tillShiftRoutes } from '#src/contract/till-shift.ts';
import { call } from '../api/call.ts';
import type { ChosenTill } from './chosen-till.ts';

/** Not the route's own: reading the list of shifts anew must not open one. */
const OPEN_SHIFT = ['open-shift'];

/**
 * Opens the cashier's shift as soon as a till is chosen, or goes on with it. Once it was closed, or where it could not
 * be opened, the next one begins with the next card.
 */
export function useOpenShift(
  chosen: ChosenTill,
  { selling }: { selling: boolean },
): { shiftId: string | undefined } {
  const shift = useQuery({
    queryKey: [...OPEN_SHIFT, chosen],
    queryFn: ({ signal }): Promise<Shift | null> => call(tillShiftRoutes.openShift, { body: chosen }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // Whoever chooses the till again asks again: the shift may have ended elsewhere.
    gcTime: 0,
  });
  const none = !shift.data;
  const openNext = useEffectEvent(() => {
    if (!shift.isFetching) void shift.refetch();
  });
  useEffect(() => {
    if (none && selling) openNext();
  }, [none, selling]);
  return { shiftId: shift.data?.shiftId };
}

/** The shift was closed, or may have been: what was read of it, or is being read, holds no more. */
export async function forgetShift(cache: QueryClient): Promise<void> {
  const shifts = { queryKey: OPEN_SHIFT };
  await cache.cancelQueries(shifts);
  cache.setQueriesData(shifts, null);
}
