// Work for a whole core, in a thread of its own, so that the process around it goes on answering. It is ended when the
// process ends, or when at a beat it turns out that it should not go on.
import { Worker } from 'node:worker_threads';
import { describeFault } from '#src/lib/describe-fault.ts';

export interface InThread<Message, Told> {
  /** The thread's program, and what it is handed. */
  program: URL;
  handed: object;
  stopping: AbortSignal;
  beatMs: number;
  /** Asked at each beat; false ends the thread. A database that is away for a moment is no reason to begin anew. */
  goesOn: () => Promise<boolean>;
  /** What a message says in the end; null for one that tells only how far it is. */
  hear: (message: Message) => Told | null;
  broken: (fault: ReturnType<typeof describeFault>) => Told;
}

/** What it told last; null when it was ended before it was done. */
export async function workInThread<Message, Told>(work: InThread<Message, Told>): Promise<Told | null> {
  const { program, handed, stopping, beatMs, goesOn, hear, broken } = work;
  const thread = new Worker(program, { workerData: handed });
  const end = () => void thread.terminate();
  stopping.addEventListener('abort', end, { once: true });
  const beat = setInterval(() => {
    goesOn().then(
      (on) => on || end(),
      () => undefined,
    );
  }, beatMs);
  let last: Told | null = null;
  try {
    await new Promise<void>((resolve) => {
      thread.on('message', (message: Message) => {
        last = hear(message) ?? last;
      });
      thread.on('error', (error) => {
        last = broken(describeFault(error));
      });
      thread.on('exit', () => resolve());
    });
  } finally {
    clearInterval(beat);
    stopping.removeEventListener('abort', end);
  }
  return last;
}
