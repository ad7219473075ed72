// Random lives of something beside a plain model of it. What passes leaves a line at the end of the run that says how to live
// the same again; what fails is shrunk first, and says how to repeat the smallest that still fails.
import fc from 'fast-check';
import type { RunnerTask } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What test/run.ts says of a model at the end. */
    lived?: string;
  }
}

export interface Model<Lived> {
  /** Of the environment: NAME_RUNS enlarges, NAME_SEED and NAME_PATH repeat. */
  name: string;
  runs: number;
  lives: fc.Arbitrary<Lived>;
  /** Throws where the model says otherwise; answers how many commands were lived. */
  live: (life: Lived) => Promise<number>;
}

/** As many commands as that, of which shrinking leaves out what is not needed. */
export function sequence<Command>(command: fc.Arbitrary<Command>, length: number): fc.Arbitrary<Command[]> {
  const orNothing = fc.option(command, { freq: 1_000_000_000 });
  return fc
    .array(orNothing, { minLength: length, maxLength: length })
    .map((all) => all.flatMap((each) => (each === null ? [] : [each])));
}

/** How long a failure may be shrunk. */
const SHRINKING_MS = 120_000;

export async function checkModel<Lived>(
  task: Pick<RunnerTask, 'meta' | 'file'>,
  { name, runs, lives, live }: Model<Lived>,
): Promise<void> {
  const told = (what: 'RUNS' | 'SEED' | 'PATH') => process.env[`${name}_${what}`];
  const [seed, path] = [told('SEED'), told('PATH')];
  let commands = 0;
  let failedAt: number | null = null;
  const property = fc.asyncProperty(lives, async (life) => {
    // Nothing fails any more, so the smallest so far is told.
    if (failedAt !== null && performance.now() - failedAt > SHRINKING_MS) return;
    try {
      commands += await live(life);
    } catch (error) {
      failedAt ??= performance.now();
      throw error;
    }
  });
  const details = await fc.check(property, {
    numRuns: Number(told('RUNS') ?? runs),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(path !== undefined && { path }),
  });
  const steps = process.env[`${name}_STEPS`];
  const again = [`${name}_SEED=${details.seed}`, ...(steps ? [`${name}_STEPS=${steps}`] : [])];
  if (!details.failed) {
    const lived = `${details.numRuns} sequences, ${commands} commands`;
    task.meta.lived = `${[...again, `${name}_RUNS=${details.numRuns}`].join(' ')}: ${lived}`;
    return;
  }
  again.push(`${name}_PATH=${details.counterexamplePath}`);
  const repeat = `To repeat it: ${again.join(' ')} npm test -- ${task.file.name}`;
  const { counterexample, errorInstance: cause, numShrinks } = details;
  const smallest = `The smallest, shrunk ${numShrinks} times: ${fc.stringify(counterexample?.[0])}`;
  throw new Error(`${String(cause)}\n${repeat}\n${smallest}`, { cause });
}
