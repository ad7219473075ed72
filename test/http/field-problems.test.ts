// Bad input is answered field by field, in the language of whoever sent it: a till's program, a cashier, a marketer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorBody } from '#src/contract/words.ts';
import { aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write', 'members:read'] }));
});
afterAll(() => server.close());

const LATIN_OUTSIDE_CODE = /\b(Invalid|Too|expected|received|must|string)\b/;

describe('a receipt that a till has put together wrongly', () => {
  const put = async (language: string) => {
    const payload = {
      storeId: STORE,
      number: '',
      occurredAt: 'noon',
      lines: [{ lineNo: 1, sku: '', quantityMilli: 1.5, colour: 'red' }],
    };
    const headers = { authorization, 'accept-language': language };
    const reply = await ask(server, 'PUT', '/api/v1/receipts/x-1', { headers, payload });
    expect(reply.statusCode).toBe(400);
    return errorBody.parse(reply.json()).error;
  };

  it.each([
    ['uk', 'Щось заповнено не так. Перевірте й спробуйте ще раз. ', 'не може бути порожнім'],
    ['ru', 'Что-то заполнено не так. Проверьте и попробуйте ещё раз. ', 'не может быть пустым'],
    ['en', 'Something is filled in wrongly. Check it and try again. ', 'must not be empty'],
  ])('when it is read in %s, then each field has its sentence', async (language, begins, empty) => {
    const { message, fields = [], details } = await put(language);
    expect(message.startsWith(begins)).toBe(true);
    const told = new Map(fields.map((each) => [each.field, each]));
    expect([...told.keys()].filter((field) => !field.startsWith('lines.')).sort()).toEqual([
      'number',
      'occurredAt',
    ]);
    expect(told.get('lines.0.lineNo')?.problem).toBe('unknown');
    expect(told.get('lines.0.amountMinor')?.problem).toBe('missing');
    expect(told.get('lines.0.sku')).toEqual({ field: 'lines.0.sku', problem: 'empty', message: empty });
    expect(told.get('lines.0.quantityMilli')?.problem).toBe('whole');
    expect(told.get('lines.0.colour')?.problem).toBe('unknown');
    expect(told.get('occurredAt')?.problem).toBe('moment');
    expect(details).toMatchObject({ field: fields[0]?.field, problem: fields[0]?.problem });
    if (language !== 'en') expect(message).not.toMatch(LATIN_OUTSIDE_CODE);
  });
});

describe('what staff have filled in wrongly', () => {
  it.each([
    ['uk', 'не може бути порожнім', 'від 2 до 31 малих латинських літер'],
    ['ru', 'не может быть пустым', 'от 2 до 31 строчных латинских букв'],
    ['en', 'must not be empty', 'must be 2 to 31 small Latin letters'],
  ] as const)('when an admin reads %s, then so are the sentences', async (language, empty, login) => {
    const admin = await aPerson(server, database, { role: 'admin', language });
    const payload = {
      name: ' ',
      login: 'Олена',
      role: 'cashier',
      storeIds: [],
      language: 'uk',
      password: 'x',
    };
    const reply = await ask(server, 'POST', '/api/admin/staff', { as: admin, payload });
    const { fields = [] } = errorBody.parse(reply.json()).error;
    const told = new Map(fields.map((each) => [each.field, each.message]));
    expect(told.get('name')).toBe(empty);
    expect(told.get('login')).toContain(login);
  });

  it.each([
    ['uk', 'не менше ніж 1'],
    ['ru', 'не меньше чем 1'],
    ['en', 'must be at least 1'],
  ] as const)(
    'when a marketer who reads %s has a rule wrong, then the place is told',
    async (language, sentence) => {
      const marketer = await aPerson(server, database, { role: 'marketer', language });
      const definition = {
        trigger: { on: 'receipt' },
        effects: [{ kind: 'fixed', currency: 'points', points: 0 }],
      };
      const url = '/api/marketing/rules';
      const checked = await ask(server, 'POST', `${url}/check`, { as: marketer, payload: { definition } });
      expect(checked.json().problem).toEqual({ path: 'effects.0.points', sentence });
      const created = await ask(server, 'POST', url, {
        as: marketer,
        payload: { name: 'x', template: null, definition },
      });
      expect(created.statusCode).toBe(422);
      const { message, fields } = errorBody.parse(created.json()).error;
      expect(fields).toEqual([{ field: 'effects.0.points', problem: 'atLeast', message: sentence }]);
      expect(message.endsWith(` effects.0.points: ${sentence}.`)).toBe(true);
    },
  );

  it('when a cashier scans nothing, then the field is told', async () => {
    const cashier = await aPerson(server, database, { role: 'cashier', language: 'uk' });
    const reply = await ask(server, 'POST', '/api/till/members/find', {
      as: cashier,
      payload: { code: 'x' },
    });
    const { fields } = errorBody.parse(reply.json()).error;
    expect(fields).toEqual([{ field: 'code', problem: 'shortest', message: 'не коротше ніж 4 символи' }]);
  });
});
