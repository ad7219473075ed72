import { beforeAll, expect, it } from 'vitest';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { bring } from '#test/support/an-import.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let card = '';
beforeAll(async () => {
  await aShop(database.db);
  ({ cardNumber: card } = await aMember(database.db));
});

const GOODS: Record<string, string> = {
  A: '1;Молоко;1;10;10',
  'A, named otherwise': '1;Молоко 2,5%;1;10;10',
  'two A': '1;Молоко;2;10;20',
  B: '2;Хліб;1;20;20',
  C: '3;Чай;1;30;30',
  10: ';;;;10',
  20: ';;;;20',
};

/** Rows of one receipt: parts that stand apart, with a receipt of its own behind each. The first row of the file is 2. */
async function bringParts(what: string, parts: string[][]) {
  const receipt = what.slice(0, 50);
  const at = '20.02.2026 12:00';
  const rows = parts.flatMap((part, place) => [
    ...part.map((line) => `${STORE};${receipt};${at};${card};${GOODS[line]}`),
    `${STORE};${receipt}-${place};${at};${card};;;;;1`,
  ]);
  const header = 'магазин;чек;дата;картка;артикул;товар;кількість;ціна;сума';
  const { wrong, errors } = await bring(database, 'receipts', [header, ...rows].join('\n'));
  const [found] = await database.sql<{ amount: number; lines: number }[]>`
    select r.amount_minor::int / 100 as amount, (
      select count(*) from receipt_line l where l.member_id = r.member_id and l.receipt_id = r.receipt_id)::int as lines
    from receipt r where r.external_id = ${receipt}`;
  return { wrong, told: errors.map(({ details }) => details.row), found: found ? { ...found } : null };
}

it.each([
  ['it is there whole and again in pieces', [['A', 'B'], ['A'], ['B']], ['5', '7'], 30, 2],
  ['it is there in pieces and again whole', [['A'], ['B'], ['A', 'B']], ['6'], 30, 2],
  [
    'it is there whole, and again in another order',
    [
      ['A', 'B'],
      ['B', 'A'],
    ],
    ['5'],
    30,
    2,
  ],
  [
    'two equal lines side by side are two pieces, of which one comes again',
    [['A', 'A'], ['A']],
    ['5'],
    20,
    2,
  ],
  ['a repeat comes between pieces', [['A', 'B'], ['A'], ['C']], ['5'], 60, 3],
  ['a repeat names the goods otherwise', [['A'], ['B'], ['A, named otherwise']], ['6'], 30, 2],
  ['sums without goods come again one by one', [['10', '20'], ['20'], ['10']], ['5', '7'], 30, 0],
  ['it is in pieces alone', [['A'], ['B'], ['two A']], [], 50, 3],
])('when %s, then it counts once and the repeats are told', async (what, parts, repeats, amount, lines) => {
  const { wrong, told, found } = await bringParts(what, parts);
  expect(wrong).toEqual(repeats.map((row) => `${row} receipt duplicate`));
  expect(told).toEqual(repeats.map(() => 2));
  expect(found).toEqual({ amount, lines });
});

it.each([
  [
    'a later part has more besides',
    [
      ['A', 'B'],
      ['A', 'C'],
    ],
    ['5'],
  ],
  ['a line comes more often than before', [['A', 'B'], ['A', 'A'], ['B']], ['5']],
  ['sums overlap', [['10'], ['10', '20']], ['4']],
])('when %s, then nobody knows which are meant, and it is left out with words', async (what, parts, rows) => {
  const { wrong, found } = await bringParts(what, parts);
  expect(wrong).toEqual(rows.map((row) => `${row} receipt lines_unclear`));
  expect(found).toBeNull();
});
