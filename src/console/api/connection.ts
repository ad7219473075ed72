// Whether the server can be reached, learnt from the calls themselves: what a browser says of its network is often
// wrong. While it cannot, it is asked again every few seconds.
import { useSyncExternalStore } from 'react';

const PING_EVERY_MS = 4_000;
const PING_WITHIN_MS = 5_000;

let up = true;
let asking = false;
/** How far this device's clock is behind the server's, in milliseconds; small differences are the way's. */
let behindMs = 0;
const MEANS_SOMETHING_MS = 30_000;
const listeners = new Set<() => void>();

/** True while the server answers. */
export function useConnected(): boolean {
  return useSyncExternalStore(listen, isConnected);
}

export function isConnected(): boolean {
  return up;
}

/** Now, by the server's clock as far as it is known: the device's may be wrong by hours. */
export function serverNow(): Date {
  return new Date(Date.now() + behindMs);
}

/** Call with every answer, good or bad, that came from the program itself. */
export function heardFrom(response: Response): void {
  const told = Date.parse(response.headers.get('date') ?? '');
  if (Number.isFinite(told)) {
    const difference = told - Date.now();
    behindMs = Math.abs(difference) > MEANS_SOMETHING_MS ? difference : 0;
  }
  change(true);
}

/** Call when no answer came, or one that only a machine on the way, or a program without its database, gives. */
export function lostTouch(): void {
  change(false);
}

function change(next: boolean): void {
  if (!next && !asking) {
    asking = true;
    setTimeout(() => void ping(), PING_EVERY_MS);
  }
  if (next === up) return;
  up = next;
  for (const tell of listeners) tell();
}

async function ping(): Promise<void> {
  asking = false;
  try {
    const response = await fetch('/ready', {
      cache: 'no-store',
      signal: AbortSignal.timeout(PING_WITHIN_MS),
    });
    if (response.ok) heardFrom(response);
    else lostTouch();
  } catch {
    lostTouch();
  }
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A hint worth following at once, whatever it is worth.
window.addEventListener('offline', lostTouch);
window.addEventListener('online', () => void ping());
