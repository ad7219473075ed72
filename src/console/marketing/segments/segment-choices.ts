import { lifeCycleGroup } from '#src/contract/analytics.ts';

// The closed lists that members are sorted into by what they have bought.

export const LIFE_CYCLES = lifeCycleGroup.options;

/** Lines 1, 2 to 4, 5 and more (S, M, L), and thirds of the sum. */
export const RECEIPT_SIZES = ['S', 'M', 'L'].flatMap((lines) => [1, 2, 3].map((sum) => `${lines}${sum}`));

/** 3 is best; the last one is who has bought nothing within a year. */
export const RFM_CELLS = [
  ...[3, 2, 1].flatMap((r) => [3, 2, 1].flatMap((f) => [3, 2, 1].map((m) => `R${r}F${f}M${m}`))),
  'R0F0M0',
];
