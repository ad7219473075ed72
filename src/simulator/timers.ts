// Waits that can be made shorter for tests and that all end when the simulator stops.

export interface Timers {
  /** Runs `task` after `ms` of messenger time, which timeScale shortens. */
  later(ms: number, task: () => void): void;
  /** Runs `task` after `ms` real milliseconds; the result cancels it. */
  after(ms: number, task: () => void): () => void;
  stop(): void;
}

export function makeTimers(timeScale: number): Timers {
  const running = new Set<NodeJS.Timeout>();
  let stopped = false;
  const after = (ms: number, task: () => void): (() => void) => {
    // An answer that was on its way may come after the end; nothing begins any more.
    if (stopped) return () => {};
    const timer = setTimeout(() => {
      running.delete(timer);
      task();
    }, ms);
    running.add(timer);
    return () => {
      clearTimeout(timer);
      running.delete(timer);
    };
  };
  return {
    after,
    later: (ms, task) => {
      after(ms * timeScale, task);
    },
    stop: () => {
      stopped = true;
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}
