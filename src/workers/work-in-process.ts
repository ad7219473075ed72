// Work for a whole core, in a process of its own, so that the process around it goes on answering, and outlives it whatever
// happens to it. A thread would share its fate: each strips the types of its modules by WebAssembly, and V8 has crashed
// whole processes when several threads do. Both ends are here: who asks for the work, and the program that does it.
import { fork } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { describeFault, type FaultDescription } from '#src/lib/describe-fault.ts';

type Sent<Message> = { message: Message } | { fault: FaultDescription };

export interface InProcess<Message, Told> {
  /** What is run, and what it is handed. */
  program: URL;
  handed: object;
  stopping: AbortSignal;
  beatMs: number;
  /** Asked at each beat; false ends the work. A database that is away for a moment is no reason to begin anew. */
  goesOn: () => Promise<boolean>;
  /** What a message says in the end; null for one that tells only how far it is. */
  hear: (message: Message) => Told | null;
  /** What it says in the end when it failed, or died before it had told anything. */
  broken: (fault: FaultDescription) => Told;
}

const LESS_URGENT = 10;

/**
 * What it told last; null when it was ended before it was done: because this process ends, or because at a beat it turned
 * out that it should not go on.
 */
export async function workInProcess<Message, Told>(work: InProcess<Message, Told>): Promise<Told | null> {
  const { program, handed, stopping, beatMs, goesOn, hear, broken } = work;
  const child = fork(program, {
    execArgv: [],
    // Dates, bigints and infinity arrive as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const end = () => void child.kill('SIGKILL');
  let last: Told | null = null;
  child.on('message', (sent: Sent<Message>) => {
    last = ('fault' in sent ? broken(sent.fault) : hear(sent.message)) ?? last;
  });
  const ended = new Promise<Error | null>((resolve) => {
    child.on('error', resolve);
    // What it told last may still be on its way when it is gone already: it is all here when the channel is closed.
    let left = 2;
    const leave = () => --left === 0 && resolve(whyItEnded(child.exitCode, child.signalCode));
    child.once('exit', leave);
    child.once('disconnect', leave);
  });
  stopping.addEventListener('abort', end, { once: true });
  if (stopping.aborted) end();
  const beat = setInterval(() => {
    goesOn().then(
      (on) => on || end(),
      () => undefined,
    );
  }, beatMs);
  try {
    child.send(handed, () => undefined);
    const failure = await ended;
    if (failure && !child.killed) last ??= broken(describeFault(failure));
  } finally {
    clearInterval(beat);
    stopping.removeEventListener('abort', end);
  }
  return last;
}

function whyItEnded(code: number | null, signal: string | null): Error | null {
  return code === 0 ? null : new Error(`the process ended with ${signal ?? `code ${code}`}`);
}

/**
 * The program's own end: does what it is handed, tells, and leaves. It is less urgent than what answers people. Signals are
 * for the process that asked, which ends this one; when that one is gone, nobody waits for the work any more.
 */
export function doTheWork<Handed, Message>(
  work: (handed: Handed, tell: (message: Message) => void) => Promise<void>,
): void {
  // Only the superuser may make a process more urgent, as it would be where the service itself is started with less.
  setPriority(Math.max(LESS_URGENT, getPriority()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.once('disconnect', () => process.exit());
  let allHasLeft = Promise.resolve();
  const send = (sent: Sent<Message>) => {
    allHasLeft = new Promise((left) => process.send?.(sent, undefined, undefined, () => left()));
  };
  process.once('message', (handed: Handed) => {
    void work(handed, (message) => send({ message }))
      .catch((error: unknown) => send({ fault: describeFault(error) }))
      .then(() => allHasLeft)
      .finally(() => process.disconnect());
  });
}
