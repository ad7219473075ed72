// How one route of the HTTP API is told: what goes in, what comes out and under which statuses. The server registers
// routes from these, the console calls them, the tests walk through them; so the three cannot drift apart.
import { z } from 'zod';

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for parameters. */
  url: string;
  /** One line for the reference page. */
  summary: string;
  description?: string;
  params: Params;
  query: Query;
  body: Body;
  reply: Reply;
  /** What a good answer may carry: 200 when left out. */
  statuses: readonly number[];
}

/** What a route takes where it takes nothing. */
export const nothing = z.undefined();
export type Nothing = typeof nothing;
/** A reply without a body (204). */
export const noReply = z.null();

interface Told<P, Q, B, R> {
  method: Route['method'];
  url: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  reply: R;
  statuses?: readonly number[];
}

/** Completes a route: what is left out takes nothing, and a good answer is a 200. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(told: Told<P, Q, B, R>): Route<P, Q, B, R>;
export function route(told: Told<z.ZodType, z.ZodType, z.ZodType, z.ZodType>): Route {
  return {
    ...told,
    params: told.params ?? nothing,
    query: told.query ?? nothing,
    body: told.body ?? nothing,
    statuses: told.statuses ?? [200],
  };
}

/** What the server hands out for a route. */
export type ReplyOf<T extends Route> = z.output<T['reply']>;
/** What a caller puts into a route's body. */
export type BodyOf<T extends Route> = z.input<T['body']>;
export type ParamsOf<T extends Route> = z.input<T['params']>;
export type QueryOf<T extends Route> = z.input<T['query']>;
