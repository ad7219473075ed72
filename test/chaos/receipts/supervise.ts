// Keeps the service running as a supervisor does: begun again whenever it is gone. Tells being killed from going by itself.
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Started, startProcess } from '../processes.ts';
import { whenAccepting } from './connection.ts';

export interface Service {
  url: string;
  /** kill -9, then begun again at once. Resolves when the killed one is gone. */
  kill(): Promise<void>;
  /** When the present one began to listen, by the stopwatch; waits for it. */
  listeningSince(): Promise<number>;
  /** How and why it ended without being killed. */
  exits: string[];
  stop(): Promise<void>;
}

interface Running {
  process: Started;
  since: number;
}

const AGAIN_MS = 100;
const STARTED_WITHIN_MS = 180_000;
/** Below the ports that the system gives out by itself, so that nobody takes it while the service is gone. */
const PORTS = { from: 20_000, to: 30_000 };

/** `kills`: how many are to come. */
export async function superviseService(
  databaseUrl: string,
  { secretKey, kills }: { secretKey: string; kills: number },
): Promise<Service> {
  const port = await freePort();
  const exits: string[] = [];
  const killed = new Set<Started>();
  let stopped = false;

  let loaded = 0;
  // While there are kills to come one is always loaded already, so that most of the time goes into selling.
  const hire = () => {
    loaded++;
    const hired = startProcess('receipts/serve.ts', [databaseUrl, String(port), secretKey], /^ready$/);
    // Told when it is needed.
    hired.catch(() => {});
    return hired;
  };
  let spare: Promise<Started> | null = hire();

  const begin = async (): Promise<Running> => {
    const deadline = performance.now() + STARTED_WITHIN_MS;
    for (;;) {
      try {
        const process = await (spare ?? hire());
        spare = loaded <= kills ? hire() : null;
        // It does not start without its database.
        await whenAccepting(databaseUrl);
        const listening = process.hears(/^listening /);
        process.say('go');
        await listening;
        void process.ended.then((how) => {
          if (stopped || killed.has(process)) return;
          exits.push(`${how}: ${process.complaints().slice(-2_000)}`);
          again();
        });
        return { process, since: performance.now() };
      } catch (error) {
        if (stopped || performance.now() > deadline) throw error;
        await pause(AGAIN_MS);
      }
    }
  };
  let current = begin();
  const again = () => {
    current = begin();
    // Told to whoever waits for it next.
    current.catch(() => {});
  };
  await current;

  return {
    url: `http://127.0.0.1:${port}`,
    exits,
    async kill() {
      const { process } = await current;
      killed.add(process);
      await process.kill();
      again();
    },
    listeningSince: async () => (await current).since,
    async stop() {
      stopped = true;
      for (const hired of [spare, current.then(({ process }) => process)]) {
        await hired?.then(
          (process) => process.kill(),
          () => undefined,
        );
      }
    },
  };
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
