import { useQuery } from '@tanstack/react-query';
import { segmentBuilderQuery } from '../segments/use-segment-words.ts';

/** The open stores, to be chosen from. */
export function useStores(): { value: string; label: string }[] {
  const { data } = useQuery(segmentBuilderQuery);
  return (data?.stores ?? []).map(({ storeId, name, city }) => ({
    value: storeId,
    label: `${name}, ${city}`,
  }));
}
