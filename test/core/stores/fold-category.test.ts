import { expect, it } from 'vitest';
import { foldCategory } from '#src/core/stores/fold-category.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();

it('when a category is folded in SQL, then it is as in the program, in every alphabet and with every space', async () => {
  const spaces = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code)).filter(
    (character) => character.trim() === '' && character !== '\0',
  );
  const spelled = [
    'АЛКОГОЛЬ',
    ' Ґаджети\t',
    'ЁЛКА',
    'Ås & Übel',
    'ΟΔΟΣ',
    'İstanbul',
    'ß',
    '\u200bx',
    '',
    ' ',
    'a \u00a0 B',
    ...spaces.map((space) => `${space}Сир ${space}твердий${space}${space}`),
  ];
  const rows = await database.sql<{ folded: string }[]>`
    select fold_category(s.name) as folded from unnest(${spelled}::text[]) with ordinality as s(name, no) order by no`;
  expect(rows.map(({ folded }) => folded)).toEqual(spelled.map(foldCategory));
});

it('when lines are compared by it, then no function is called for each', async () => {
  const rows = await database.sql<{ 'QUERY PLAN': string }[]>`
    explain verbose select fold_category(category) from receipt_line`;
  const plan = rows.map((row) => row['QUERY PLAN']).join(' ');
  expect(plan).toContain('lower(');
  expect(plan).not.toContain('fold_category');
});
