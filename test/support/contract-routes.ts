// The routes of the contract, found by reading its folder, and a request for each that is as good as its schema alone can
// make it. Whoever adds a route or a field changes nothing here.
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { nothing, type Route } from '#src/contract/route.ts';

const FOLDER = new URL('../../src/contract/', import.meta.url);

/** Every route there is, by `METHOD url`. */
export async function contractRoutes(): Promise<Map<string, Route>> {
  const found = new Map<string, Route>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))) {
    const exported = (await import(new URL(file, FOLDER).href)) as Record<string, unknown>;
    for (const group of Object.values(exported)) {
      if (typeof group !== 'object' || group === null) continue;
      for (const each of Object.values(group))
        if (isRoute(each)) found.set(`${each.method} ${each.url}`, each);
    }
  }
  return found;
}

function isRoute(value: unknown): value is Route {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'url' in value && 'reply' in value
  );
}

export interface Sample {
  url: string;
  query: Record<string, unknown>;
  body: unknown;
}

/** Values for fields, by their names, wherever they stand. */
export type Known = Readonly<Record<string, unknown>>;

/** A request that fits the schemas of the route; `known` says what stands in fields of these names. */
export function sampleOf(route: Route, known: Known = {}): Sample {
  const params = fill(asJsonSchema(route.params), known) as Record<string, unknown> | undefined;
  const query = fill(asJsonSchema(route.query), known) as Record<string, unknown> | undefined;
  const url = route.url.replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(params?.[name])),
  );
  return { url, query: query ?? {}, body: fill(asJsonSchema(route.body), known) };
}

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  pattern?: string;
  format?: string;
  not?: unknown;
}

/** Of what takes nothing: a schema that nothing fits. */
export function asJsonSchema(schema: z.ZodType): JsonSchema {
  if (Object.is(schema, nothing)) return { not: {} };
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

function fill(schema: JsonSchema, known: Known, name = ''): unknown {
  if (name in known) return known[name];
  if (schema.not !== undefined) return undefined;
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choices.some((each) => each.type === 'null')) return null;
  if (choices[0]) return fill(choices[0], known, name);
  if (schema.type === 'object' || schema.properties) return fillObject(schema, known);
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  switch (schema.type) {
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => fill(schema.items ?? {}, known));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return aText(schema);
  }
}

/** What must be there, and what is known: an optional identifier is worth naming. */
function fillObject({ properties = {}, required = [] }: JsonSchema, known: Known): object {
  const wanted = Object.entries(properties).filter(([key]) => required.includes(key) || key in known);
  return Object.fromEntries(wanted.map(([key, each]) => [key, fill(each, known, key)]));
}

function aText({ format, pattern, minLength = 1 }: JsonSchema): string {
  if (format === 'date-time') return '2026-11-21T14:05:00Z';
  if (format === 'uuid') return '0190c5a4-0000-4000-8000-000000000001';
  if (format === 'date') return '2026-11-21';
  if (format === 'uri' || format === 'url') return 'https://example.com/hook';
  const [, prefix] = /^\^([a-z]{3}_)/.exec(pattern ?? '') ?? [];
  return (prefix ?? '').padEnd(Math.max(minLength, 8), 'a1b2c3d4');
}
