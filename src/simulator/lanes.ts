// Jobs in lanes: one at a time within a lane, several lanes at once up to a limit. A job that fails holds its lane
// back until its next attempt.
import type { Timers } from './timers.ts';

export interface Lanes<Job> {
  add(lane: string, job: Job): void;
  /** Every job that has not been finished. */
  jobs(): Job[];
  /** Looks for work again, after the limit or the staleness of jobs has changed. */
  pump(): void;
  clear(): void;
  stop(): void;
}

export interface LanesOptions<Job> {
  timers: Timers;
  limit: () => number;
  /** Jobs that have become pointless are dropped without being worked on. */
  isStale: (job: Job) => boolean;
  /** Never rejects. Undefined when the job is done, else milliseconds of messenger time until it is tried again. */
  work: (job: Job) => Promise<number | undefined>;
}

export function makeLanes<Job>({ timers, limit, isStale, work }: LanesOptions<Job>): Lanes<Job> {
  const lanes = new Map<string, Job[]>();
  /** Lanes of which nothing is under way and nothing waits. */
  const ready = new Set<string>();
  let running = 0;
  let stopped = false;

  function pump(): void {
    while (!stopped && running < limit()) {
      const lane = ready.values().next().value;
      if (lane === undefined) return;
      ready.delete(lane);
      const jobs = lanes.get(lane);
      while (jobs?.[0] !== undefined && isStale(jobs[0])) jobs.shift();
      const job = jobs?.[0];
      if (jobs === undefined || job === undefined) {
        lanes.delete(lane);
        continue;
      }
      running += 1;
      void work(job).then((waitMs) => {
        running -= 1;
        const goOn = (): void => {
          if (lanes.get(lane) === jobs) ready.add(lane);
          pump();
        };
        if (waitMs === undefined) {
          jobs.shift();
          goOn();
        } else {
          timers.later(waitMs, goOn);
          pump();
        }
      });
    }
  }

  return {
    pump,
    add(lane, job) {
      const jobs = lanes.get(lane);
      if (jobs) jobs.push(job);
      else {
        lanes.set(lane, [job]);
        ready.add(lane);
      }
      pump();
    },
    jobs: () => [...lanes.values()].flat(),
    clear() {
      lanes.clear();
      ready.clear();
    },
    stop() {
      stopped = true;
    },
  };
}
