import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { bring } from '#test/support/an-import.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
describe('receipts', () => {
  let card = '';
  const file = (rows: string[]) =>
    ['магазин;чек;дата;картка;артикул;товар;кількість;ціна;сума', ...rows].join('\n');
  beforeAll(async () => {
    await aShop(database.db);
    // A store with a code and a name, as shops call it by either.
    await bring(database, 'stores', 'код;назва;місто;адреса\nM-01;Ринок;Львів;пл. Ринок, 30\n');
    ({ cardNumber: card } = await aMember(database.db, { name: 'Покупець' }));
  });

  it('when they come with lines, then they are history: turnover, months and lines, and no points', async () => {
    const { counts, wrong } = await bring(
      database,
      'receipts',
      file([
        `M-01;R1;01.02.2026 09:30;${card};1;Молоко;2;42,50;85,00`,
        `M-01;R1;01.02.2026 09:30;${card};2;Хліб;0,500;20;10,00`,
        `Ринок;R2;2026-02-15 18:00;${card};;;;;500`,
        `M-01;R3;15.02.2026;;1;Молоко;1;42;42`,
        `M-09;R4;15.02.2026;${card};1;Молоко;1;42;42`,
        `M-01;R5;15.02.2026;${card};1;Молоко;1;42;42`,
        `M-01;R5;15.02.2026;${card};1;Молоко;1;;багато`,
        `M-01;R6;15.03.2026;${card};1;Молоко;1;42;42`,
        `M-01;R7;15.02.2026;29000000;1;Молоко;1;42;42`,
        // The rest of the first receipt, and the second one over again.
        `M-01;R1;01.02.2026 09:30;${card};3;Сир;1;5;5,00`,
        `Ринок;R2;2026-02-15 18:00;${card};;;;;500`,
      ]),
    );
    expect(wrong).toEqual([
      '6 store store',
      '8 amount money',
      '9 at date_future',
      '10 card nobody',
      '12 receipt duplicate',
    ]);
    expect(counts).toEqual([2, 0, 0, 1, 5]);
    const receipts = await database.sql`
      select external_id, amount_minor, earned, occurred_at, (select count(*) from receipt_line l where l.receipt_id = r.receipt_id)::int as lines
      from receipt r order by 1`;
    expect(receipts.map((each) => Object.values(each))).toEqual([
      ['R1', 10000n, 0n, new Date('2026-02-01T07:30:00Z'), 3],
      ['R2', 50000n, 0n, new Date('2026-02-15T16:00:00Z'), 0],
    ]);
    const [standing] = await database.sql`
      select receipts, turnover_minor, months, first_receipt_at from standing s join card_number n using (member_id)
      where n.card_number = ${card}`;
    expect({ ...standing }).toEqual({
      receipts: 2,
      turnover_minor: 60000n,
      months: { '2026-02': 60000 },
      first_receipt_at: new Date('2026-02-01T07:30:00Z'),
    });
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('when they come again, then nothing is counted twice, and another sum is refused', async () => {
    const { counts, wrong } = await bring(
      database,
      'receipts',
      file([
        `M-01;R1;01.02.2026 09:30;${card};1;Молоко;2;50;100`,
        `M-01;R2;15.02.2026 18:00;${card};;;;;400`,
      ]),
    );
    expect([counts, wrong]).toEqual([[0, 0, 1, 0, 1], ['3 receipt differs']]);
    const [standing] = await database.sql`
      select turnover_minor from standing s join card_number n using (member_id) where n.card_number = ${card}`;
    expect(standing?.turnover_minor).toBe(60000n);
  });

  it('when rows of one receipt lie about under two names of its store, then it is one, and a wrong row takes all of it', async () => {
    const at = '20.02.2026 12:00';
    const { counts, wrong } = await bring(
      database,
      'receipts',
      file([
        `M-01;S1;${at};${card};1;Сир;1;10;10`,
        `M-01;S2;${at};${card};1;Сир;1;10;10`,
        `Ринок;S1;${at};${card};2;Хліб;1;20;20`,
        // A second part of S2 that cannot be read, and the first part of S1 once more.
        `Ринок;S2;${at};${card};2;Хліб;1;;дорого`,
        `Ринок;S1;${at};${card};1;Сир;1;10;10`,
        `M-01;S1;${at};${card};3;Чай;1;30;30`,
      ]),
    );
    expect([counts, wrong]).toEqual([
      [1, 0, 0, 0, 2],
      ['5 amount money', '6 receipt duplicate'],
    ]);
    const lines = await database.sql`
      select l.line_no, l.name, r.amount_minor::int as amount from receipt r
        join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
      where r.external_id in ('S1', 'S2') order by l.line_no`;
    expect(lines.map((each) => Object.values(each))).toEqual([
      [1, 'Сир', 6000],
      [2, 'Хліб', 6000],
      [3, 'Чай', 6000],
    ]);
  });

  it('when parts that lie about differ in day or owner, then it is nobody’s, as it is where they stand together', async () => {
    const { cardNumber: other } = await aMember(database.db);
    const { counts, wrong } = await bring(
      database,
      'receipts',
      file([
        `M-01;15;10.02.2026 12:00;${card};1;Молоко;1;100;100`,
        `M-01;16;10.02.2026 12:00;${card};1;Молоко;1;40;40`,
        `M-01;15;11.02.2026 12:00;${other};1;Молоко;1;900;900`,
        `M-01;17;12.02.2026 12:00;${card};1;Молоко;1;1;1`,
        `M-01;18;12.02.2026 12:00;${card};1;Молоко;1;1;1`,
        `M-01;17;12.02.2026 12:00;${other};2;Хліб;1;2;2`,
        `M-01;19;13.02.2026 12:00;${card};1;Молоко;1;1;1`,
        `M-01;19;14.02.2026 12:00;${card};1;Молоко;1;1;1`,
      ]),
    );
    expect([counts, wrong]).toEqual([
      [2, 0, 0, 0, 3],
      ['4 receipt lines_differ', '7 receipt lines_differ', '9 receipt lines_differ'],
    ]);
    const brought = await database.sql`
      select external_id from receipt where external_id in ('15', '16', '17', '18', '19') order by 1`;
    expect(brought.map((each) => each.external_id)).toEqual(['16', '18']);
  });

  it('when all of a scattered receipt is there twice, then its second parts are told, and equal sums of other goods stay', async () => {
    const at = '21.02.2026 12:00';
    const [milk, bread] = [`M-01;T1;${at};${card};1;Молоко;1;10;10`, `M-01;T1;${at};${card};2;Хліб;1;10;10`];
    const between = (n: number) => `M-01;U${n};${at};${card};1;Молоко;1;1;1`;
    const { counts, wrong, errors } = await bring(
      database,
      'receipts',
      // Two equal lines that stand together are two pieces.
      file([milk, milk, between(1), bread, between(2), milk, milk, between(3), bread]),
    );
    expect([counts, wrong]).toEqual([
      [4, 0, 0, 0, 2],
      ['7 receipt duplicate', '10 receipt duplicate'],
    ]);
    expect(errors.map(({ details }) => details.row)).toEqual([2, 5]);
    const lines = await database.sql`
      select l.name, r.amount_minor::int as amount from receipt r
        join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
      where r.external_id = 'T1' order by l.line_no`;
    expect(lines.map((each) => Object.values(each))).toEqual([
      ['Молоко', 3000],
      ['Молоко', 3000],
      ['Хліб', 3000],
    ]);
  });
});
