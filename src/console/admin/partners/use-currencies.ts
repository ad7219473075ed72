import { useQuery } from '@tanstack/react-query';
import { type Currency, programmeRoutes } from '#src/contract/programme.ts';
import { reading } from '../../api/api-queries.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';

/** The kinds of points, and how amounts of them are said; until they are there, codes stand for themselves. */
export function useCurrencies() {
  const words = useCurrencyWords();
  const list = useQuery(reading(programmeRoutes.listCurrencies, {}));
  const all: Currency[] = list.data?.currencies ?? [];
  const find = (code: string) => all.find((each) => each.currency === code);
  return {
    all,
    name: (code: string) => {
      const found = find(code);
      return found ? words.name(found) : code;
    },
    count: (code: string, amount: number) => {
      const found = find(code);
      return found || code === 'points' ? words.count(found, amount) : `${amount} ${code}`;
    },
  };
}
