import { setFlagsFromString } from 'node:v8';

/**
 * Has short-lived objects collected by the thread that made them, from now on and in the whole process. V8 would share that
 * work among helper threads, which wait for each other by spinning: it is over a little sooner, for a sixth more CPU, and
 * PostgreSQL on the same cores needs that more (test/bench).
 */
export function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
