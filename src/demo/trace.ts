// Tells the page of phones what happens underneath, a few lines at a time. Losing some harms nobody.
import { request } from 'undici';

export interface TraceLine {
  at: string;
  step: string;
  detail: string;
  messenger?: 'telegram' | 'viber';
  externalId?: string;
}

const GATHER_MS = 30;

export interface Trace {
  tell(line: Omit<TraceLine, 'at'>): void;
  stop(): void;
}

/** Sends lines to the simulator at `url`, those of a moment together. */
export function traceTo(url: string, now: () => Date): Trace {
  let gathered: TraceLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  const send = () => {
    timer = undefined;
    const lines = gathered;
    gathered = [];
    void request(`${url}/control/trace`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(lines),
    }).then(
      (answer) => answer.body.dump(),
      () => {},
    );
  };
  return {
    tell(line) {
      gathered.push({ at: now().toISOString(), ...line });
      timer ??= setTimeout(send, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
