// The HTTP face over a test's own database, with one member of staff of each role and a way to act as them. Nothing
// listens: requests are injected.
import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import { buildApp, type HttpDeps } from '#src/app.ts';
import { withOffers } from '#src/core/offers/known-offers.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { createApiKey, type NewApiKey } from '#src/core/staff/create-api-key.ts';
import { createStaff } from '#src/core/staff/create-staff.ts';
import type { Staff, StaffRole } from '#src/core/staff/staff-shape.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type FixedClock, fixedClock } from '#src/lib/clock.ts';
import type { StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { STORE } from './a-shop.ts';

export const SECRET_KEY = 'a secret key that is long enough for tests';

export interface AnApp {
  app: FastifyInstance;
  clock: FixedClock;
  /** Every line that was logged. */
  logged: string[];
  /** How often a worker was told to look. */
  pokes(): number;
  /** To be looked at anew after a rule or an offer was published behind the program's back. */
  rules: HttpDeps['rules'];
  close(): Promise<void>;
}

/** Sessions live by the machine's clock, so the clock stands at the present moment. */
export async function anApp(database: HttpDeps['database'], fields: Partial<HttpDeps> = {}): Promise<AnApp> {
  const clock = fixedClock(new Date());
  const logged: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void logged.push(line) });
  const known = knownProgramme(database.db);
  const rules = withOffers(database.db, knownRules(database.db, known), known);
  let pokes = 0;
  const app = await buildApp({
    config: { production: false, publicUrl: 'http://127.0.0.1:3000', secretKey: SECRET_KEY },
    database,
    clock,
    log,
    known,
    rules,
    receiptDesk: receiptDesk({ db: database.db, sql: database.sql, known, rules, clock }),
    poke: () => {
      pokes++;
    },
    ...fields,
  });
  return { app, clock, logged, pokes: () => pokes, rules, close: () => app.close() };
}

export interface Person {
  staff: Staff;
  password: string;
  cookie: string;
}

/** A member of staff who has signed in; a cashier works in the shop's store unless told otherwise. */
export async function aPerson(
  { app, clock }: AnApp,
  database: HttpDeps['database'],
  fields: { role: StaffRole; storeIds?: StoreId[]; login?: string; language?: Language },
): Promise<Person> {
  const { role, language = 'en', storeIds = role === 'cashier' ? [STORE] : [] } = fields;
  const login = fields.login ?? `${role}${Math.random().toString(36).slice(2, 8)}`;
  const { staff, password } = await transaction(database.db, (tx) =>
    createStaff(tx, {
      name: `Test ${role}`,
      login,
      role,
      storeIds,
      language,
      actor: 'system',
      at: clock.now(),
    }),
  );
  const reply = await app.inject({ method: 'POST', url: '/api/session', payload: { login, password } });
  if (reply.statusCode !== 200) throw new Error(`signing in answered ${reply.statusCode}: ${reply.body}`);
  const cookie = reply.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  return { staff, password, cookie };
}

/** An API key with these scopes; returns the header to send. */
export async function aKey(
  database: HttpDeps['database'],
  fields: Partial<NewApiKey> & Pick<NewApiKey, 'scopes'>,
): Promise<{ authorization: string; keyId: string }> {
  const dayCap = fields.partnerId || !fields.scopes.includes('points:issue') ? null : 1_000_000n;
  const key = { name: 'test', storeId: null, actor: 'system', at: new Date(), dayCap, ...fields };
  const { keyId, secret } = await transaction(database.db, (tx) => createApiKey(tx, key));
  return { authorization: `Bearer ${secret}`, keyId };
}

/** Sends a request; `as` is a person's cookie. */
export function ask(
  { app }: AnApp,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  { as, payload, headers = {} }: { as?: Person; payload?: unknown; headers?: Record<string, string> } = {},
) {
  const options: InjectOptions = {
    method,
    url,
    headers: { 'accept-language': 'en', ...(as ? { cookie: as.cookie } : {}), ...headers },
    ...(payload === undefined ? {} : { payload: payload as object }),
  };
  return app.inject(options);
}
