// Follows a server-sent stream of JSON for as long as it is wanted. When the stream breaks it says so and comes
// back by itself, after 0.5 s at first and 5 s at most.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;

/** Calls `take` for every JSON message; the answer stops following. */
export function follow(
  path: string,
  take: (message: unknown) => void,
  tellConnected: (connected: boolean) => void,
): () => void {
  let source: EventSource | null = null;
  let waitMs = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    source = new EventSource(path);
    source.onopen = () => {
      waitMs = FIRST_WAIT_MS;
      tellConnected(true);
    };
    source.onmessage = (event) => {
      const message = parse(event.data);
      if (message !== undefined) take(message);
    };
    source.onerror = () => {
      source?.close();
      tellConnected(false);
      timer = setTimeout(connect, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parse(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
