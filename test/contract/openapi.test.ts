import { validate } from '@scalar/openapi-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrationRoutes } from '#src/contract/integration.ts';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, ask } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let document: Document;

interface Media {
  schema: Record<string, unknown>;
  example?: unknown;
}
interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; example?: unknown; description?: string }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, unknown> };
}

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  document = (await ask(server, 'GET', '/api/v1/openapi.json')).json();
});
afterAll(() => server.close());

describe('the description of /api/v1', () => {
  it('when it is read, then it is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(await validate({ ...document })).toMatchObject({ valid: true, errors: [] });
  });

  it('when the whole of the API is described for us, then that is valid too', async () => {
    const whole = JSON.parse(JSON.stringify(server.app.wholeApi()));
    expect(await validate(whole)).toMatchObject({ valid: true, errors: [] });
    expect(Object.keys(whole.paths).length).toBeGreaterThan(30);
  });

  it('when it lists its routes, then they are those of the contract and no others', () => {
    const told = Object.values(integrationRoutes).map(
      ({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`,
    );
    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.sort()).toEqual(told.sort());
  });

  it('when an operation is shown, then it has a summary, a tag, examples, and its refusals', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    for (const operation of operations) {
      expect(operation.summary).toBeTruthy();
      expect(operation.tags).toHaveLength(1);
      const good = operation.responses['200']?.content?.['application/json'];
      expect(good?.example ?? good?.schema.example, operation.summary).toBeTruthy();
      for (const body of Object.values(operation.requestBody?.content ?? {})) {
        expect(body.example ?? body.schema.example ?? body.schema.examples, operation.summary).toBeTruthy();
      }
      for (const parameter of operation.parameters ?? []) {
        expect(parameter.example, parameter.name).toBeTruthy();
        expect(parameter.description, parameter.name).toBeTruthy();
      }
      for (const { description } of Object.values(operation.responses)) {
        expect(description).not.toBe('Default Response');
      }
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['400', '401', '403', '404', '503']),
      );
    }
  });

  it('when the examples are read through the schemas, then they fit', () => {
    const schemas = [
      integrationRoutes.acceptReceipt.body,
      ...Object.values(integrationRoutes).map(({ reply }) => reply),
    ];
    for (const schema of schemas) {
      const { examples = [] } = schema.meta() ?? {};
      expect(examples).not.toHaveLength(0);
      for (const example of [examples].flat())
        expect(schema.safeParse(example)).toMatchObject({ success: true });
    }
  });
});

describe('the reference page', () => {
  it('when it is opened, then everything it needs comes from here', async () => {
    const page = await ask(server, 'GET', '/api/reference/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
    // The one script inside it is let in by its hash.
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[\w+/=]+' /);
    const script = /src="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const file = await ask(server, 'GET', new URL(script, 'http://127.0.0.1/api/reference/').pathname);
    expect(file.statusCode).toBe(200);
  });
});
