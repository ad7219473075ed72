// Workers to be killed: the next one is loaded while the last one works, so that most of the time goes into working.
import { type Started, startProcess } from './processes.ts';

export interface Crew {
  /** A worker that begins now. */
  next(): Promise<Started>;
  end(): Promise<void>;
}

/** Of workers of worker.ts with these arguments. */
export function makeCrew(args: string[]): Crew {
  const all = new Set<Promise<Started>>();
  const hire = () => {
    const hired = startProcess('worker.ts', args, /ready/);
    // Reported when it is needed.
    hired.catch(() => {});
    all.add(hired);
    return hired;
  };
  let spare = hire();
  return {
    async next() {
      const worker = await spare;
      spare = hire();
      worker.say('go');
      return worker;
    },
    async end() {
      for (const hired of await Promise.allSettled(all)) {
        if (hired.status === 'fulfilled') await hired.value.kill();
      }
    },
  };
}
