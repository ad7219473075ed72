// Registers one route of the contract. What comes in is read by the contract's schemas, and what goes out is written
// by them, so a handler sees only what the contract allows and cannot give away a field by mistake.
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { z } from 'zod';
import { noReply, nothing, type Route } from '#src/contract/route.ts';
import { errorBody } from '#src/contract/words.ts';
import { invalidField, invalidFields } from '#src/core/refusal.ts';
import { fieldOf, readIssues } from '#src/lib/problem.ts';
import { readQuickly, UNSURE } from './read-quickly.ts';
import { findUnstorable } from './unstorable-text.ts';

export interface Served<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  request: FastifyRequest;
  /** For the status, where the contract has several, and for headers. */
  reply: FastifyReply;
}

interface ServeOptions {
  /** Who may come in, before anything is read. */
  onRequest?: onRequestAsyncHookHandler[];
  bodyLimit?: number;
  tags?: string[];
  /** Statuses of refusals worth telling on the reference page. */
  refusals?: readonly number[];
  /**
   * The answer is written as it is: what our own types have built is not read through the contract's schema once more.
   * For paths that are walked all day; tests hold their answers against the schema.
   */
  asBuilt?: boolean;
  /** A field of the body whose parts the handler reads by `readValue` itself, so that a bad one harms no other. */
  readInParts?: string;
  /** Of those that carry more than why: the handler sends them itself and returns its reply. */
  bodies?: Readonly<Record<number, z.ZodType>>;
}

export function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: FastifyInstance,
  told: Route<P, Q, B, R>,
  handler: (input: Served<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.output<R> | FastifyReply>,
  options: ServeOptions = {},
): void {
  const {
    onRequest = [],
    bodyLimit,
    tags,
    asBuilt = false,
    readInParts,
    refusals = [400, 401, 403, 429, 503],
    bodies = {},
  } = options;
  const hasReply = !Object.is(told.reply, noReply);
  const good = told.statuses.map((status) => [status, told.reply] as const);
  const bad = refusals.map((status) => [status, bodies[status] ?? errorBody] as const);
  app.route({
    method: told.method,
    url: told.url,
    onRequest,
    ...(asBuilt ? { serializerCompiler: () => (answer: unknown) => JSON.stringify(answer) } : {}),
    ...(bodyLimit ? { bodyLimit } : {}),
    schema: {
      summary: told.summary,
      ...(told.description ? { description: told.description } : {}),
      ...(tags ? { tags } : {}),
      ...taken('params', told.params),
      ...taken('querystring', told.query),
      ...taken('body', told.body),
      response: Object.fromEntries([...(hasReply ? good : []), ...bad]),
    },
    handler: async (request, reply) => {
      // A handler may choose another one.
      reply.code(told.statuses[0] ?? 200);
      const answer = await handler({
        params: readValue(told.params, request.params),
        query: readValue(told.query, request.query),
        body: readValue(told.body, request.body, {
          isStorable: request.isPlainJson,
          ...(readInParts !== undefined && { but: readInParts }),
        }),
        request,
        reply,
      });
      // A reply that is awaited is what it was sent with, so that it cannot be known by itself.
      if (reply.sent) return reply;
      return hasReply ? reply.send(answer) : reply.send();
    },
  });
}

function taken(name: string, schema: z.ZodType): Record<string, z.ZodType> {
  return Object.is(schema, nothing) ? {} : { [name]: schema };
}

/** Reads what came in; `isStorable`: its text is known to be; `but`: the field whose text is looked at elsewhere. Throws Refusal invalid_input {field, problem}. */
export function readValue<S extends z.ZodType>(
  schema: S,
  value: unknown,
  { isStorable = false, but }: { isStorable?: boolean; but?: string } = {},
): z.output<S> {
  const read = readRight(schema, Object.is(schema, nothing) ? undefined : value);
  const looked = but === undefined ? read : { ...(read as object), [but]: null };
  const where = isStorable ? null : findUnstorable(looked);
  if (!where) return read;
  throw invalidField(fieldOf(where), 'unstorable');
}

function readRight<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const quick = readQuickly(schema, value);
  if (quick !== UNSURE) return quick;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidFields(readIssues(result.error.issues, value));
}
