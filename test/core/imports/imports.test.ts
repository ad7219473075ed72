import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { bring } from '#test/support/an-import.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const count = async (table: string) => {
  const [row] = await database.sql.unsafe<[{ rows: bigint }]>(`select count(*) as rows from ${table}`);
  return Number(row.rows);
};

describe('members', () => {
  const file = [
    'Код;Ім’я;Телефон;Номер картки;День народження;Згода на розсилку;Мова',
    'A1;Ганна Шевчук;067 111 22 33;70001001;24.08.1991;так;uk',
    'A2;"Іван ""Вова"" О’Коннор";;70001002;;ні;',
    'A3;Петро;044 123 45 67;;;;',
    'A4;Марія;0671112233;;;;',
    'A5;Оля;067 111 22 44;;31.02.1990;;',
    ';;;;;;',
    'A6;Зоя;+380671112255;;;можливо;',
    'A7;Юля;+380671112266;;;;',
  ].join('\r\n');

  it('when a dry run reads them, then it says what would be and what is wrong, and nothing is there', async () => {
    const { counts, wrong, import: done } = await bring(database, 'members', file, { dry: true });
    expect([counts, done.status]).toEqual([[3, 0, 0, 0, 4], 'checked']);
    expect(wrong).toEqual([
      '4 phone phone_mobile',
      '5 phone duplicate',
      '6 birthday birthday',
      '8 marketing yes_no',
    ]);
    expect(await count('member')).toBe(0);
  });

  it('when they are brought, then each has a card, an account, consents and what the file told', async () => {
    const { counts, importId } = await bring(database, 'members', file);
    expect(counts).toEqual([3, 0, 0, 0, 4]);
    const people = await database.sql`
      select x.external_id, m.name, m.phone, to_char(m.birthday, 'YYYY-MM-DD') as birthday, m.marketing_consent, m.source,
        (select array_agg(c.kind || ' ' || c.card_number order by c.card_number) from card c where c.member_id = m.member_id) as cards,
        (select array_agg(c.kind || ' ' || c.given || ' ' || c.channel order by c.kind) from consent c where c.member_id = m.member_id) as consents,
        exists (select from account a where a.member_id = m.member_id) and exists (select from standing s where s.member_id = m.member_id) as opened
      from member m join member_external_id x using (member_id) order by 1`;
    expect(people.slice(0, 2).map(({ ...each }) => each)).toEqual([
      {
        external_id: 'A1',
        name: 'Ганна Шевчук',
        phone: '+380671112233',
        birthday: '1991-08-24',
        marketing_consent: true,
        source: 'import',
        cards: ['plastic 70001001'],
        consents: ['marketing true import', 'programme true import'],
        opened: true,
      },
      {
        external_id: 'A2',
        name: 'Іван "Вова" О’Коннор',
        phone: null,
        birthday: null,
        marketing_consent: false,
        source: 'import',
        cards: ['plastic 70001002'],
        consents: ['marketing false import', 'programme true import'],
        opened: true,
      },
    ]);
    expect(people[2]?.cards).toEqual([expect.stringMatching(/^virtual 29\d{11}$/)]);
    expect(importId).toMatch(/^imp_/);
  });

  it('when the same file comes again, then nothing changes', async () => {
    const before = await count('consent');
    const { counts } = await bring(database, 'members', file);
    expect([counts, await count('member'), await count('consent')]).toEqual([[0, 0, 3, 0, 4], 3, before]);
  });

  it('when a known member comes with more, then only what was missing is filled in', async () => {
    const more = 'externalId,name,phone,birthday\nA2,Хтось Інший,+380671119999,1980-01-02\n';
    expect((await bring(database, 'members', more)).counts).toEqual([0, 1, 0, 0, 0]);
    const [person] = await database.sql`
      select name, phone, to_char(birthday, 'YYYY-MM-DD') as birthday from member where phone = '+380671119999'`;
    expect({ ...person }).toEqual({
      name: 'Іван "Вова" О’Коннор',
      phone: '+380671119999',
      birthday: '1980-01-02',
    });
  });

  it('when a row names two members at once, then it is refused', async () => {
    const mixed = 'externalId,phone\nA1,+380671119999\n';
    expect((await bring(database, 'members', mixed)).wrong).toEqual(['2 phone of_another']);
  });

  it('when the file is cp1251 with tabs, or UTF-8 with a mark, then it reads the same', async () => {
    const letters = Array.from('АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя');
    const special: Record<string, number> = {
      І: 0xb2,
      і: 0xb3,
      Ї: 0xaf,
      ї: 0xbf,
      Є: 0xaa,
      є: 0xba,
      '’': 0x92,
    };
    const cp1251 = (text: string) =>
      Buffer.from(
        Array.from(text).map(
          (sign) =>
            special[sign] ?? (letters.includes(sign) ? 0xc0 + letters.indexOf(sign) : sign.charCodeAt(0)),
        ),
      );
    const old = await bring(database, 'members', cp1251('код\tім’я\tтелефон\nB1\tЇжак Єлисей\t0671117777\n'));
    expect([old.counts, old.import.encoding, old.import.delimiter]).toEqual([
      [1, 0, 0, 0, 0],
      'windows-1251',
      '\t',
    ]);
    const marked = await bring(database, 'members', '\ufeffкод;ім’я;телефон\nB1;Їжак Єлисей;0671117777\n');
    expect([marked.counts, marked.import.header]).toEqual([
      [0, 0, 1, 0, 0],
      ['код', 'ім’я', 'телефон'],
    ]);
    const [found] =
      await database.sql`select name from member join member_external_id using (member_id) where external_id = 'B1'`;
    expect(found?.name).toBe('Їжак Єлисей');
  });
});

describe('cards and balances', () => {
  it('when cards of nobody come with balances, then their points are in the books with their own expiry', async () => {
    const cards = 'номер картки;заблокована\n80000001;\n80000002;так\n12;\n';
    expect((await bring(database, 'cards', cards)).wrong).toEqual(['4 card card_number']);
    const balances =
      'картка;бали;дійсні до\n80000001;320;31.12.2027\n80000002;85,00;\n80000003;5;\n80000001;0;\n80000001;40;01.02.2026\n80000001;7;31.12.2028\n';
    const { counts, wrong } = await bring(database, 'balances', balances);
    expect([counts, wrong]).toEqual([
      [3, 0, 0, 1, 2],
      ['4 card nobody', '6 expiresAt date_past'],
    ]);
    const lots = await database.sql`
      select n.card_number, l.amount, l.expires_at from lot l join card_number n using (member_id) order by 1, 2`;
    expect(lots.map((lot) => [lot.card_number, Number(lot.amount), lot.expires_at.toISOString()])).toEqual([
      ['80000001', 7, '2028-12-31T22:00:00.000Z'],
      ['80000001', 320, '2027-12-31T22:00:00.000Z'],
      ['80000002', 85, '2027-03-02T22:00:00.000Z'],
    ]);
    const [blocked] = await database.sql`select status from card where card_number = '80000002'`;
    expect(blocked?.status).toBe('blocked');
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('when the same balances come again, then nothing is posted twice, and another amount is refused', async () => {
    const [before, entries] = [await count('transfer'), await count('entry')];
    const again = 'картка;бали;дійсні до\n80000001;320;31.12.2027\n80000002;86;\n';
    const { counts, errors } = await bring(database, 'balances', again);
    expect([counts, errors[0]]).toMatchObject([
      [0, 0, 1, 0, 1],
      { rowNo: 3, field: 'points', code: 'differs', details: { was: 85 }, value: '86' },
    ]);
    expect([await count('transfer'), await count('entry')]).toEqual([before, entries]);
  });

  it('when a member owes, then what is brought pays the debt first', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 10n });
    await database.sql`select post_transfer(${database.sql.json({
      memberId,
      transferId: 'trf_00000000000000000001',
      kind: 'reverse',
      amount: -30,
      account: 'issued',
      key: 'k',
      hash: 'h',
      canOwe: true,
      occurredAt: NOON.toISOString(),
      recordedAt: NOON.toISOString(),
    })})`;
    await bring(database, 'balances', `card,points\n${cardNumber},50\n`);
    const [account] = await database.sql`select balance, owed from account where member_id = ${memberId}`;
    expect([account?.balance, account?.owed]).toEqual([30n, 0n]);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});

describe('stores and products', () => {
  it('when stores come by code and by name, then each is opened once and gets its tills', async () => {
    const file =
      'код;назва;місто;адреса;кас\nM-01;Ринок;Львів;пл. Ринок, 30;2\n;хрещатик 12;Київ;вул. Хрещатик, 12;1\nM 02;Базар;Одеса;;\n';
    const { counts, wrong } = await bring(database, 'stores', file);
    expect([counts, wrong]).toEqual([[1, 1, 0, 0, 1], ['4 code store_code']]);
    expect((await bring(database, 'stores', file)).counts).toEqual([0, 0, 2, 0, 1]);
    const stores = await database.sql`
      select store_id, name, (select count(*) from till t where t.store_id = s.store_id)::int as tills from store s order by 1`;
    expect(stores.map((each) => ({ ...each }))).toEqual([
      { store_id: 'M-01', name: 'Ринок', tills: 2 },
      { store_id: STORE, name: 'хрещатик 12', tills: 1 },
    ]);
  });

  it('when a file says where stores stand, then they are put there, and a file that does not say leaves them', async () => {
    const head = 'code,name,city,latitude,longitude\n';
    const file = `${head}M-02,Базар,Одеса,46.4825,"30,7233"\nM-03,Порт,Одеса,,\nM-04,Дача,Одеса,146,30\nM-05,Маяк,Одеса,46.1,\n`;
    const { counts, wrong } = await bring(database, 'stores', file);
    expect([counts, wrong]).toEqual([
      [2, 0, 0, 0, 2],
      ['4 lat degrees', '5 lon missing'],
    ]);
    expect((await bring(database, 'stores', file)).counts).toEqual([0, 0, 2, 0, 2]);
    expect((await bring(database, 'stores', 'code,name,city\nM-02,Базар,Одеса\n')).counts).toEqual([
      0, 0, 1, 0, 0,
    ]);
    expect((await bring(database, 'stores', `${head}M-03,Порт,Одеса,46.5,30.75\n`)).counts).toEqual([
      0, 1, 0, 0, 0,
    ]);
    const places =
      await database.sql`select store_id, lat, lon from store where store_id like 'M-0_' and lat is not null`;
    expect(places.map((each) => Object.values(each))).toEqual(
      expect.arrayContaining([
        ['M-02', 46.4825, 30.7233],
        ['M-03', 46.5, 30.75],
      ]),
    );
  });

  it('when products come, then new ones are added and known ones changed', async () => {
    const first = 'артикул;назва;категорія;ціна\n1;Молоко;Молочне;42,50\n2;Хліб;;1 234,5\n3;;;\n';
    expect((await bring(database, 'products', first)).wrong).toEqual(['4 name missing']);
    const second = 'sku,name,price\n1,Молоко,45.00\n2,Хліб,1234.50\n';
    expect((await bring(database, 'products', second)).counts).toEqual([0, 1, 1, 0, 0]);
    const products = await database.sql`select sku, category, price_minor from product order by sku`;
    expect(products.map((each) => Object.values(each))).toEqual([
      ['1', 'Молочне', 4500n],
      ['2', '', 123450n],
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['nothing is in it', '', 'empty'],
    ['it is no text', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]), 'not_text'],
    ['a quotation mark is never closed', `name,phone\n"Оля,1\n${'x'.repeat(2_100_000)}`, 'quote_open'],
  ])('when %s, then it says so', async (_what, file, problem) => {
    await expect(bring(database, 'members', file)).rejects.toMatchObject({ problem });
  });

  it('when a required column is missing, then it says which', async () => {
    await expect(bring(database, 'products', 'price\n1\n')).rejects.toMatchObject({
      code: 'import_columns',
      details: { fields: 'sku, name' },
    });
  });
});
