import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimImport } from '#src/core/imports/claim-import.ts';
import { readParts } from '#src/core/imports/read-parts.ts';
import { runImport } from '#src/core/imports/run-import.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
});
afterAll(() => server.close());

const send = async (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
  await ask(server, method, `/api/admin/imports${url}`, { as: admin, ...(payload && { payload }) });
const work = async () => {
  const at = server.clock.now();
  const claimed = await transaction(database.db, (tx) => claimImport(tx, at));
  if (!claimed) throw new Error('nothing is to be done');
  const source = () => readParts(database.db, claimed.importId);
  await runImport(database, { ...claimed, source, now: () => at });
};
const upload = async (kind: string, text: string) => {
  const created = await send('POST', '', { kind, fileName: 'people.csv' });
  expect(created.statusCode).toBe(201);
  const { importId } = created.json();
  const bytes = Buffer.from(text);
  const halves = [bytes.subarray(0, 10), bytes.subarray(10)];
  // The answer to the first was lost.
  for (const [partNo, half] of halves.entries())
    for (let times = 0; times < 2 - partNo; times++) {
      const sent = await send('PUT', `/${importId}/parts/${partNo}`, { base64: half.toString('base64') });
      expect(sent.statusCode).toBe(204);
    }
  return { importId, looked: await send('POST', `/${importId}/uploaded`, { parts: 2 }) };
};

describe('an import in the console', () => {
  it('when a file is uploaded in parts, checked and written, then each step tells what it came to', async () => {
    const { importId, looked } = await upload(
      'members',
      'Хто;Моб.;Пошта\nОля;067 111 22 33;x\nІра;12;y\n=СУМА(1);;z\n',
    );
    expect(looked.json()).toMatchObject({
      status: 'ready',
      delimiter: ';',
      header: ['Хто', 'Моб.', 'Пошта'],
      columns: { phone: 1 },
      canWrite: false,
      progress: null,
    });
    const checking = await send('POST', `/${importId}/check`, { columns: { phone: 1, name: 0 } });
    expect([checking.statusCode, checking.json()]).toMatchObject([202, { status: 'checking', progress: 0 }]);
    expect((await send('POST', `/${importId}/write`)).json().error.code).toBe('import_state');
    await work();
    const checked = (await send('GET', `/${importId}`)).json();
    expect(checked).toMatchObject({
      status: 'checked',
      canWrite: true,
      counts: { new: 1, wrong: 2 },
      askedBy: 'Test admin',
    });
    expect((await send('GET', `/${importId}/errors`)).json().errors).toEqual([
      {
        rowNo: 3,
        column: 'Моб.',
        value: '12',
        problem: 'This is no phone number. Write it like +380671234567.',
      },
      {
        rowNo: 4,
        column: '',
        value: '',
        problem: 'It is not clear whose row this is. It takes a card number, a phone or a code.',
      },
    ]);
    expect((await send('POST', `/${importId}/write`)).statusCode).toBe(202);
    await work();
    expect((await send('GET', `/${importId}`)).json()).toMatchObject({
      status: 'done',
      counts: { new: 1 },
      sample: [],
    });
    const [member] = await database.sql`select name from member where phone = '+380671112233'`;
    expect(member?.name).toBe('Оля');
    const csv = await send('GET', `/${importId}/errors.csv`);
    expect(csv.body).toBe(
      '\ufeffrow;column;value;what is wrong\r\n3;Моб.;12;This is no phone number. Write it like +380671234567.\r\n4;;;"It is not clear whose row this is. It takes a card number, a phone or a code."\r\n',
    );
    expect((await send('GET', '')).json().imports[0]).toMatchObject({ importId, status: 'done' });
    const acts =
      await database.sql`select action from audit_log where subject = ${importId} order by audit_id`;
    expect(acts.map(({ action }) => action)).toEqual(['import.upload', 'import.check', 'import.write']);
  });

  it('when past receipts are to earn, then the check tells about how many points, and writing gives them', async () => {
    const { cardNumber } = await aMember(database.db);
    const { importId } = await upload(
      'receipts',
      `store,receipt,date,card,amount\n${STORE},1,2026-02-20,${cardNumber},100\n${STORE},2,2026-02-21,${cardNumber},40
${STORE},3,2024-02-21,${cardNumber},40\n`,
    );
    expect((await send('POST', `/${importId}/check`, { earns: true })).json()).toMatchObject({ earns: true });
    await work();
    expect((await send('GET', `/${importId}`)).json()).toMatchObject({
      points: 7,
      unearned: ['Receipts older than 400 days give no points: 1'],
      counts: { new: 3 },
    });
    await send('POST', `/${importId}/write`);
    await work();
    expect((await send('GET', `/${importId}`)).json()).toMatchObject({
      status: 'done',
      earns: true,
      points: 7,
      unearned: ['Receipts older than 400 days give no points: 1'],
    });
    // Others have nothing to earn.
    const { importId: people } = await upload('members', 'phone\n+380671112244\n');
    expect((await send('POST', `/${people}/check`, { earns: true })).json()).toMatchObject({ earns: false });
    await send('POST', `/${people}/cancel`);
  });

  it('when a needed column is missing, then it is named in the reader’s words', async () => {
    const { importId } = await upload('products', 'price\n1,5\n2\n');
    const reply = await send('POST', `/${importId}/check`, {});
    expect([reply.statusCode, reply.json().error.message]).toEqual([
      422,
      'Say which columns hold: SKU, name. Without them there is nothing to import.',
    ]);
  });

  it('when the file is no table, then it is refused with what to do', async () => {
    const { looked } = await upload('members', 'PK\u0003\u0004\u0000\u0000\u0000 not a table');
    expect([looked.statusCode, looked.json().error.message]).toEqual([
      422,
      'This is no CSV. Save the table as CSV and try again.',
    ]);
    const bare = await upload('members', '\ufeff');
    expect(bare.looked.json().error.message).toBe('The file is empty or has no header row.');
  });

  it('when there is nothing below the header, then the check says so', async () => {
    const { importId } = await upload('members', 'phone;name\n');
    await send('POST', `/${importId}/check`, {});
    await work();
    const checked = (await send('GET', `/${importId}`)).json();
    expect(checked).toMatchObject({
      status: 'checked',
      canWrite: false,
      problem: 'The file has no rows below the header. Add them and upload it again.',
    });
  });

  it('when a button is pressed twice or its answer is lost, then the same comes back, and it is done once', async () => {
    const { importId } = await upload('members', 'phone\n+380671112255\n');
    const twice = async (verb: string, payload = {}) => {
      const both = await Promise.all([1, 2].map(() => send('POST', `/${importId}/${verb}`, payload)));
      return both.map(({ statusCode }) => statusCode);
    };
    expect(await twice('check', { columns: { phone: 0 } })).toEqual([202, 202]);
    expect((await send('POST', `/${importId}/check`, { columns: { name: 0 } })).statusCode).toBe(409);
    expect((await send('POST', `/${importId}/write`)).json().error.code).toBe('import_state');
    await work();
    expect(await twice('write')).toEqual([202, 202]);
    await work();
    expect(await twice('write')).toEqual([202, 202]);
    expect((await send('GET', `/${importId}`)).json()).toMatchObject({ status: 'done', counts: { new: 1 } });
  });

  it('when it is called off, then nothing is left of the file', async () => {
    const { importId } = await upload('members', 'name;phone\nОля;0671112233\n');
    expect((await send('POST', `/${importId}/cancel`)).json().status).toBe('cancelled');
    expect((await send('POST', `/${importId}/check`, {})).statusCode).toBe(409);
    expect(await database.sql`select 1 from import_part where import_id = ${importId}`).toHaveLength(0);
  });
});
