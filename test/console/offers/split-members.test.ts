import { expect, it } from 'vitest';
import { splitMembers } from '#src/console/marketing/offers/split-members.ts';

it('when phones and cards are written with blanks, then they stay whole', () => {
  const text = '067 111 22 33\n+38 (067) 111-22-44;2901 2345 6789 6, mem_01kjpzv280c2gabbg82b';
  expect(splitMembers(text)).toEqual([
    '067 111 22 33',
    '+38 (067) 111-22-44',
    '2901 2345 6789 6',
    'mem_01kjpzv280c2gabbg82b',
  ]);
});

it('when blanks part whole numbers, then each is one; what is repeated is there once, and no piece gets lost', () => {
  expect(splitMembers(' +380671112233  2901234567896\r\n\r\n+380671112233\tні,,')).toEqual([
    '+380671112233',
    '2901234567896',
    'ні',
  ]);
});
