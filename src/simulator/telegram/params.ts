// Reads a method's parameters however they came: query, form, JSON or multipart; nested objects as objects or JSON text.
import { badRequest } from './refusal.ts';

export interface Upload {
  fileName: string;
  bytes: Buffer;
}

export interface Params {
  fields: Record<string, unknown>;
  uploads: Map<string, Upload>;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges the query with a body that was parsed by content type; a body that is no object is ignored. */
export async function readParams(query: unknown, body: unknown, contentType: string): Promise<Params> {
  const uploads = new Map<string, Upload>();
  const fields: Record<string, unknown> = isObject(query) ? { ...query } : {};
  if (!Buffer.isBuffer(body)) {
    if (isObject(body)) Object.assign(fields, body);
    return { fields, uploads };
  }
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else uploads.set(name, { fileName: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return { fields, uploads };
}

export function text(params: Params, name: string): string | undefined {
  const value = params.fields[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function integer(params: Params, name: string): number | undefined {
  const value = params.fields[name];
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?\d+$/.test(value.trim())) return undefined;
  return Number(value);
}

export function flag(params: Params, name: string): boolean {
  const value = params.fields[name];
  return value === true || value === 1 || (typeof value === 'string' && /^(true|1|yes)$/i.test(value));
}

/** A nested value; `what` names it in the refusal when it is text that is no JSON. */
export function nested(params: Params, name: string, what: string): unknown {
  const value = params.fields[name];
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
}
