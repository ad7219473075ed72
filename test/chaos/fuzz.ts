// Requests to every route of the contract, nearly right and then spoilt in one or several places: the service refuses
// them politely, whoever sends them, and soon.

import type { Route } from '#src/contract/route.ts';
import { API_KEY_SCOPES } from '#src/core/staff/api-key-scope.ts';
import type { Database } from '#src/db/client.ts';
import { type Random, seededRandom } from '#src/demo/random.ts';
import { aLife } from '#test/support/a-life.ts';
import { aShop } from '#test/support/a-shop.ts';
import { aKey, anApp, aPerson, ask } from '#test/support/an-app.ts';
import { contractRoutes, type Sample, sampleOf } from '#test/support/contract-routes.ts';
import { NAUGHTY } from '#test/support/naughty.ts';

export interface Fuzzed {
  requests: number;
  /** By status. */
  answered: Record<number, number>;
  wrong: string[];
  slowestMs: number;
  seconds: number;
}

/** A hundred requests at a time from one person are no attack that is throttled; signing in is, and has tests of its own. */
const LEFT_OUT = /\/api\/session/;
const SLOW_MS = 1_000;
const SHOWS_ITSELF = /node_modules|\.ts:\d+|^\s+at /m;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
};

const NUMBERS = [
  0,
  -0,
  -1,
  0.1,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 63),
  1e21,
  Number.MAX_SAFE_INTEGER,
];
const TEXTS = [
  '',
  ' ',
  '9'.repeat(400),
  '1e400',
  '0x10',
  'NaN',
  '-0',
  '٤٢',
  '1,5',
  '\ud800',
  '\udfff\ud800',
  '\u0000',
  'a\u0000b',
  '\u202e',
  '\ufeff',
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '%00',
  "' or 1=1 --",
  '$1',
  '{{name}}',
];
const MOMENTS = [
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '2026-01-01T00:00:00+14:00',
];
const SHAPES: unknown[] = [
  null,
  true,
  [],
  {},
  [[]],
  nested(20),
  nested(400),
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  { constructor: { prototype: { a: 1 } } },
  Array.from({ length: 600 }, (_each, place) => place),
];
const HOSTILE: readonly unknown[] = [...NUMBERS, ...TEXTS, ...MOMENTS, ...SHAPES];

export async function fuzz(
  database: Pick<Database, 'db' | 'sql'>,
  { requests, seed, log = () => undefined }: { requests: number; seed: number; log?: (line: string) => void },
): Promise<Fuzzed> {
  const random = seededRandom(seed);
  await aShop(database.db);
  const server = await anApp(database);
  try {
    const staff = await Promise.all(
      (['admin', 'marketer', 'cashier'] as const).map((role) => aPerson(server, database, { role })),
    );
    const key = await aKey(database, { scopes: [...API_KEY_SCOPES] });
    const lives = await aLife(database, { phone: '+380671230987', line: 'Сир', staffId: 'stf_nobody' });
    const routes = [...(await contractRoutes())].filter(([name]) => !LEFT_OUT.test(name));
    const told: Fuzzed = { requests: 0, answered: {}, wrong: [], slowestMs: 0, seconds: 0 };
    const begun = performance.now();
    while (told.requests < requests) {
      const [name, route] = random.pick(routes);
      const request = spoil(sampleOf(route, random.pick(lives)), random);
      const who = route.url.startsWith('/api/v1/')
        ? { headers: { authorization: key.authorization } }
        : { as: random.chance(0.7) ? staff[0] : random.pick(staff) };
      const from = performance.now();
      const { statusCode, body } = await send(server, route, request, who);
      const tookMs = performance.now() - from;
      told.requests++;
      told.answered[statusCode] = (told.answered[statusCode] ?? 0) + 1;
      told.slowestMs = Math.max(told.slowestMs, tookMs);
      const fault =
        statusCode >= 500
          ? 'failed'
          : statusCode >= 400 && SHOWS_ITSELF.test(body)
            ? 'shows itself'
            : tookMs > SLOW_MS
              ? `took ${Math.round(tookMs)} ms`
              : null;
      if (fault)
        told.wrong.push(
          `${name} ${fault}: ${statusCode} ${body.slice(0, 200)} after ${JSON.stringify(request).slice(0, 600)}`,
        );
      if (told.requests % 10_000 === 0) log(`${told.requests} requests, ${told.wrong.length} wrong`);
    }
    if (({} as { isAdmin?: boolean }).isAdmin) told.wrong.push('the prototype of everything was changed');
    told.seconds = Math.round((performance.now() - begun) / 1_000);
    return told;
  } finally {
    await server.close();
  }
}

type Who = Parameters<typeof ask>[3];

async function send(server: Parameters<typeof ask>[0], route: Route, { url, query, body }: Sample, who: Who) {
  const pairs = Object.entries(query).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const search = new URLSearchParams(pairs as [string, string][]).toString();
  const address = search === '' ? url : `${url}?${search}`;
  if (body === undefined) return await ask(server, route.method, address, who);
  // As text, so that what no object can hold arrives as it was meant.
  const headers = { ...who?.headers, 'content-type': 'application/json' };
  return await ask(server, route.method, address, { ...who, headers, payload: JSON.stringify(body) });
}

/** One to three places spoilt: in the body, the query or the address. */
function spoil(sample: Sample, random: Random): Sample {
  const spoilt = structuredClone(sample);
  for (let times = random.whole(1, 3); times > 0; times--) {
    const where = random.next();
    if (where < 0.1) spoilt.url = spoilAddress(spoilt.url, random);
    else if (where < 0.25 || spoilt.body === undefined) spoilPlace(spoilt.query, random);
    else if (where < 0.3) spoilt.body = hostile(random);
    else if (typeof spoilt.body === 'object' && spoilt.body !== null) spoilPlace(spoilt.body, random);
  }
  return spoilt;
}

function spoilAddress(url: string, random: Random): string {
  const parts = url.split('/');
  const value = hostile(random);
  parts[random.whole(3, Math.max(3, parts.length - 1))] = encodeURIComponent(
    (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 300).toWellFormed(),
  );
  return parts.join('/');
}

/** Changes, drops or adds a field, here or deeper. */
function spoilPlace(value: object, random: Random): void {
  const keys = Object.keys(value);
  if (keys.length === 0 || random.chance(0.1)) {
    Object.defineProperty(value, random.pick(['__proto__', 'constructor', 'extra', 'isAdmin', '']), {
      value: hostile(random),
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return;
  }
  const key = random.pick(keys);
  const inner: unknown = Reflect.get(value, key);
  if (typeof inner === 'object' && inner !== null && random.chance(0.7)) spoilPlace(inner, random);
  else if (random.chance(0.1)) Reflect.deleteProperty(value, key);
  else Reflect.set(value, key, hostile(random));
}

function hostile(random: Random): unknown {
  return structuredClone(random.chance(0.6) ? random.pick(HOSTILE) : random.pick(NAUGHTY));
}
