// The fields of an event's data, as its schema tells them, in words that a table can hold.
import { z } from 'zod';
import type { CatalogueEntry } from '#src/contract/webhook-events.ts';

const KINDS = ['text', 'number', 'flag', 'list', 'moment', 'day', 'choice', 'other'] as const;

export interface EventField {
  name: string;
  kind: (typeof KINDS)[number];
  /** What it can be, where that is a short list. */
  choices: string[];
  nullable: boolean;
}

/** What JSON Schema says of one field, as far as we look. */
const told = z.object({
  /** Several where it may be null and nothing more is said of it. */
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  get anyOf() {
    return z.array(told).optional();
  },
});
type Told = z.output<typeof told>;
const body = z.object({
  properties: z.object({ data: z.object({ properties: z.record(z.string(), told) }) }),
});

export function fieldsOf({ body: schema }: Pick<CatalogueEntry, 'body'>): EventField[] {
  const { properties } = body.parse(z.toJSONSchema(schema)).properties.data;
  return Object.entries(properties).map(([name, field]) => {
    const ways = field.anyOf ?? [field];
    const nullable = ways.some(({ type }) => [type].flat().includes('null'));
    const real = ways.find(({ type }) => type !== 'null') ?? field;
    return { name, kind: kindOf(real), choices: real.enum ?? [], nullable };
  });
}

function kindOf({ type: types, format, enum: choices }: Told): EventField['kind'] {
  const type = [types].flat().find((each) => each !== 'null');
  if (choices) return 'choice';
  if (format === 'date-time') return 'moment';
  if (format === 'date') return 'day';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'flag';
  if (type === 'array') return 'list';
  return type === 'string' ? 'text' : 'other';
}
