// Products of the shop by a part of their name, brand or sku, asked a moment after the last letter.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading } from '../../api/api-queries.ts';

const ASK_AFTER_MS = 200;

export function useProducts(search: string) {
  const [asked] = useDebouncedValue(search, ASK_AFTER_MS);
  const found = useQuery({
    ...reading(ruleRoutes.findProducts, { query: { search: asked } }),
    placeholderData: keepPreviousData,
  });
  return { products: found.data?.products ?? [], isAsking: found.isFetching };
}
