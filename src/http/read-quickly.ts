// Reads what is right without zod's bookkeeping: for each field of each line zod makes an object and a list of complaints,
// which costs more than all the rules do for a receipt. A schema is taken apart once, into functions that know the plain
// parts of schemas only. Of everything else, and of whatever is wrong, they are unsure: then zod has to be asked.
import type { z } from 'zod';

/** The value may be right or wrong. */
export const UNSURE: unique symbol = Symbol('unsure');

/** What zod would make of a value, field for field in the same order; or UNSURE. */
type Reader = (value: unknown) => unknown;
type Schema = z.core.$ZodType;
type AnyDef = z.core.$ZodTypes['_zod']['def'];
type Def<Type extends AnyDef['type']> = Extract<AnyDef, { type: Type }>;
type CheckDef = z.core.$ZodChecks['_zod']['def'] | { check: 'custom' };

const readers = new WeakMap<Schema, Reader>();

export function readQuickly<S extends Schema>(schema: S, value: unknown): z.output<S> | typeof UNSURE {
  let read = readers.get(schema);
  if (!read) {
    read = readerOf(schema);
    readers.set(schema, read);
  }
  return read(value) as z.output<S> | typeof UNSURE;
}

const unsure: Reader = () => UNSURE;
const defOf = (schema: Schema): AnyDef => (schema as z.core.$ZodTypes)._zod.def;

function readerOf(schema: Schema): Reader {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return objectReader(def);
    case 'array':
      return arrayReader(def);
    case 'string':
      return plainReader(def, (value) => typeof value === 'string');
    case 'number':
      return plainReader(def, Number.isFinite);
    case 'enum': {
      const known = new Set<unknown>(Object.values(def.entries));
      return plainReader(def, (value) => known.has(value));
    }
    default:
      return unsure;
  }
}

interface Field {
  key: string;
  read: Reader;
  /** Answers what stands for it when it is not told: undefined for nothing, UNSURE where it has to be told. */
  absent: () => unknown;
}

function fieldOf([key, schema]: [string, Schema]): Field {
  const def = defOf(schema);
  if (def.type === 'default') return { key, read: readerOf(def.innerType), absent: () => def.defaultValue };
  const isOptional = def.type === 'optional' && def.innerType._zod.optin === undefined;
  if (isOptional) return { key, read: readerOf(def.innerType), absent: () => undefined };
  return { key, read: readerOf(schema), absent: () => UNSURE };
}

/** Of objects that hold nothing but what their schema names. */
function objectReader({ shape, catchall, checks = [] }: Def<'object'>): Reader {
  if (!catchall || defOf(catchall).type !== 'never' || checks.length > 0) return unsure;
  const fields = Object.entries(shape).map(fieldOf);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNSURE;
    const told = value as Record<string, unknown>;
    return isInOrder(told, fields) ? readAsIs(told, fields) : readAnew(told, fields);
  };
}

/** Whether it names its fields in the order of the schema and needs nothing for those that it leaves out. */
function isInOrder(told: Record<string, unknown>, fields: readonly Field[]): boolean {
  const keys = Object.keys(told);
  let place = 0;
  for (const { key, absent } of fields) {
    if (key === keys[place] && told[key] !== undefined) place++;
    else if (absent() !== undefined) return false;
  }
  return place === keys.length;
}

/** Itself, unless a field is written otherwise than it was told. */
function readAsIs(told: Record<string, unknown>, fields: readonly Field[]): unknown {
  let read = told;
  for (const { key, read: readField } of fields) {
    const before = told[key];
    if (before === undefined) continue;
    const inner = readField(before);
    if (inner === UNSURE) return UNSURE;
    if (inner !== before) read = { ...read, [key]: inner };
  }
  return read;
}

function readAnew(told: Record<string, unknown>, fields: readonly Field[]): unknown {
  const read: Record<string, unknown> = {};
  let unknown = Object.keys(told).length;
  for (const { key, read: readField, absent } of fields) {
    const isTold = Object.hasOwn(told, key);
    if (isTold) unknown--;
    const inner = isTold ? readField(told[key]) : absent();
    if (inner === UNSURE) return UNSURE;
    if (inner !== undefined) read[key] = inner;
  }
  return unknown === 0 ? read : UNSURE;
}

function arrayReader(def: Def<'array'>): Reader {
  const readWhole = plainReader(def, Array.isArray);
  const readEach = readerOf(def.element);
  return (value) => {
    if (readWhole(value) === UNSURE) return UNSURE;
    const read: unknown[] = [];
    for (const each of value as unknown[]) {
      const inner = readEach(each);
      if (inner === UNSURE) return UNSURE;
      read.push(inner);
    }
    return read;
  };
}

/** Of what is itself after `is` and the checks of the schema, which may be one of its own checks: `z.int()`. */
function plainReader(def: AnyDef, is: (value: unknown) => boolean): Reader {
  if ('coerce' in def && def.coerce) return unsure;
  const own = 'check' in def ? [def as CheckDef] : [];
  const steps = [...own, ...(def.checks ?? []).map(({ _zod }) => _zod.def as CheckDef)].map(stepOf);
  return (value) => {
    if (!is(value)) return UNSURE;
    let read = value;
    for (const step of steps) {
      read = step(read as never);
      if (read === UNSURE) return UNSURE;
    }
    return read;
  };
}

const when =
  (test: (value: never) => boolean): Reader =>
  (value) =>
    test(value as never) ? value : UNSURE;

/** Formats that are nothing but their pattern. */
const PATTERNS = new Set<string>(['regex', 'datetime', 'date']);

/** What a check makes of a value that is of its type. */
function stepOf(def: CheckDef): Reader {
  switch (def.check) {
    case 'overwrite':
      return (value) => def.tx(value as never);
    case 'min_length':
      return when(({ length }: string | unknown[]) => length >= def.minimum);
    case 'max_length':
      return when(({ length }: string | unknown[]) => length <= def.maximum);
    case 'greater_than':
      return above(Number(def.value), def.inclusive);
    case 'less_than':
      return below(Number(def.value), def.inclusive);
    case 'number_format':
      return def.format === 'safeint' ? when(Number.isSafeInteger) : unsure;
    case 'string_format':
      return PATTERNS.has(def.format) && def.pattern ? matching(def.pattern) : unsure;
    default:
      return unsure;
  }
}

const above = (least: number, inclusive: boolean) =>
  when((value: number) => (inclusive ? value >= least : value > least));
const below = (most: number, inclusive: boolean) =>
  when((value: number) => (inclusive ? value <= most : value < most));

function matching(pattern: RegExp): Reader {
  // Such a pattern remembers where it stopped.
  if (pattern.global || pattern.sticky) return unsure;
  return (value) => (pattern.test(value as string) ? value : UNSURE);
}
