// Drizzle sends unnamed statements without preparing them, which costs a round trip and a plan each time (measured:
// about a third of the throughput). Here the texts that come again are prepared; the rest stay as drizzle has them.
import type postgres from 'postgres';

/** Texts remembered by one process. A text with a list in it differs by the list's length, so they must end somewhere. */
const MOST_TEXTS = 1_000;

// The driver's generics say nothing here, and the proxy hands everything on as it came.
type Callback = (client: object) => unknown;

/** The same client for drizzle, preparing a statement from the second time its text is seen. */
export function preparing<T extends postgres.Sql<{ bigint: bigint }>>(client: T): T {
  const seen = new Set<string>();
  const isKnown = (text: string) => {
    if (seen.has(text)) return true;
    if (seen.size < MOST_TEXTS) seen.add(text);
    return false;
  };
  return wrap(client, isKnown);
}

function wrap<T extends object>(client: T, isKnown: (text: string) => boolean): T {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key === 'unsafe') {
        return (text: string, parameters?: unknown[], options?: { prepare?: boolean }) =>
          // Without parameters it may be several statements, which cannot be prepared.
          parameters && parameters.length > 0
            ? value.call(target, text, parameters, { ...options, prepare: options?.prepare || isKnown(text) })
            : value.call(target, text, parameters, options);
      }
      if (key === 'begin' || key === 'savepoint') {
        return (...args: unknown[]) =>
          value.apply(
            target,
            args.map((arg) => (isCallback(arg) ? (inner: object) => arg(wrap(inner, isKnown)) : arg)),
          );
      }
      return value;
    },
  });
}

function isCallback(arg: unknown): arg is Callback {
  return typeof arg === 'function';
}
