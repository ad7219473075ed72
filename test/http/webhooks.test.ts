// Webhooks as an admin sets them up over HTTP, and as the description of the API tells them.
import { readFile } from 'node:fs/promises';
import { validate } from '@scalar/openapi-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WEBHOOK_TYPES } from '#src/contract/webhook-events.ts';
import { signWebhook } from '#src/core/webhooks/sign-webhook.ts';
import { unsealSecret } from '#src/core/webhooks/webhook-secret.ts';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person, SECRET_KEY } from '#test/support/an-app.ts';
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

const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path = '', payload?: unknown) =>
  await ask(server, method, `/api/admin/webhooks${path}`, { as: admin, payload });

it('when an admin adds one, then its secret is shown once and kept sealed', async () => {
  const made = await call('POST', '', {
    name: 'Облік',
    url: 'https://example.com/hook',
    types: ['tier.changed'],
  });
  expect(made.statusCode).toBe(201);
  const { secret, endpointId } = made.json();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect((await call('GET')).body).not.toContain('whsec_');
  const [row] = await database.sql<
    { kept: string }[]
  >`select to_jsonb(e)::text as kept from webhook_endpoint e`;
  expect(row?.kept).not.toContain(secret.slice('whsec_'.length));
  const again = await call('POST', '', { name: 'Облік', url: 'https://example.com/hook' });
  expect([again.statusCode, again.json().error.code]).toEqual([409, 'webhook_taken']);
  const inside = await call('POST', '', { name: 'x', url: 'https://169.254.169.254/latest' });
  expect([inside.statusCode, inside.json().error.code]).toEqual([400, 'webhook_url']);

  expect((await call('POST', `/${endpointId}/test`, {})).statusCode).toBe(200);
  const told = await call('GET', `/${endpointId}/messages?state=waiting`);
  expect(told.json().messages).toMatchObject([{ type: 'webhook.test', status: 'queued', attempts: 0 }]);
  expect((await call('PATCH', `/${endpointId}`, { status: 'paused' })).json().status).toBe('paused');
  const silent = await call('POST', `/${endpointId}/test`, {});
  expect([silent.statusCode, silent.json().error.code]).toEqual([409, 'webhook_silent']);
  const turned = await call('POST', `/${endpointId}/secret`, {});
  expect(turned.json().secret).not.toBe(secret);
  // The answer was lost, and it was asked for again: what the other end knows goes on signing.
  await call('POST', `/${endpointId}/secret`, {});
  const [signing] = await database.sql<{ old_secret: string }[]>`select old_secret from webhook_endpoint`;
  expect(unsealSecret(signing?.old_secret ?? '', SECRET_KEY)).toBe(secret);
  expect((await call('DELETE', `/${endpointId}`)).statusCode).toBe(204);
  expect((await call('GET')).json()).toEqual({ endpoints: [] });
});

it('when the description is read, then it tells every type and is valid', async () => {
  const document = (await ask(server, 'GET', '/api/v1/openapi.json')).json();
  // The question of a task of a quest stands beside the events: it goes to the address in the task, and nobody subscribes.
  expect(Object.keys(document.webhooks)).toEqual([...WEBHOOK_TYPES, 'quest.check']);
  expect((await validate(document)).errors ?? []).toEqual([]);
});

it('when the README’s example verifies a message, then it opens, and an altered one does not', async () => {
  const readme = await readFile('README.md', 'utf8');
  const [, code = ''] = /## Webhooks[\s\S]*?```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const library = import.meta.resolve('standardwebhooks');
  const source = code.replace("'standardwebhooks'", `'${library}'`);
  const { readWebhook } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`
  );
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const body = '{"type":"tier.changed"}';
  const headers = signWebhook({ messageId: 'evt_1', body, secrets: [secret], at: server.clock.now() });
  expect(readWebhook(secret, body, headers)).toEqual({ type: 'tier.changed' });
  expect(() => readWebhook(secret, `${body} `, headers)).toThrow();
});
