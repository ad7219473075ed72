import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { tillShiftRoutes } from '#src/contract/till-shift.ts';
import { reading } from '../api/api-queries.ts';
import type { ChosenTill } from './chosen-till.ts';

/**
 * Opens the cashier's shift as soon as a till is chosen, or goes on with it. Once it was closed the next one begins with
 * the next card.
 */
export function useOpenShift(
  chosen: ChosenTill,
  { selling }: { selling: boolean },
): { shiftId: string | undefined; noteClosed: () => void } {
  const [closed, setClosed] = useState(false);
  const shift = useQuery({
    ...reading(tillShiftRoutes.openShift, { body: chosen }),
    // Reading the list of shifts anew must not open one.
    queryKey: ['open-shift', chosen],
    staleTime: Number.POSITIVE_INFINITY,
  });
  const openNext = useEffectEvent(() => {
    setClosed(false);
    void shift.refetch();
  });
  useEffect(() => {
    if (closed && selling) openNext();
  }, [closed, selling]);
  return { shiftId: shift.data?.shiftId, noteClosed: () => setClosed(true) };
}
