// Work in a process of its own: what it tells arrives whole, and whatever happens to it, this process goes on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { workInProcess } from '#src/workers/work-in-process.ts';
import type { Said, ToDo } from '#test/support/own-process.ts';
import { until } from '#test/support/until.ts';

const program = new URL('../support/own-process.ts', import.meta.url);
const PARENT = fileURLToPath(new URL('../support/own-process-parent.ts', import.meta.url));

function work(ending: ToDo['ending'], { goesOn = async () => true, stopping = new AbortController() } = {}) {
  const pids: number[] = [];
  const told = workInProcess<Said, object>({
    program,
    handed: { ending } satisfies ToDo,
    stopping: stopping.signal,
    beatMs: 50,
    goesOn,
    hear(said) {
      if ('done' in said) return said.done;
      pids.push(said.pid);
      return null;
    },
    broken: (fault) => ({ fault }),
  });
  return { told, pids };
}

function isAlive(pid: number | undefined): boolean {
  if (!pid) throw new Error('no process');
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** By another process, which can be killed. */
async function asked(...args: string[]) {
  const parent = spawn(process.execPath, [PARENT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent, pid: Number.parseInt(line.toString(), 10) };
}

describe('work in a process of its own', () => {
  it('tells how far it is and what came out, with its dates and large numbers', async () => {
    const { told, pids } = work('done');
    expect(await told).toEqual({ at: new Date(0), most: Number.POSITIVE_INFINITY, sum: 2n ** 63n });
    expect(pids).toHaveLength(1_001);
    expect(pids[0]).not.toBe(process.pid);
    expect(isAlive(pids[0])).toBe(false);
  });

  it('when it throws, then it is a fault that names what and where', async () => {
    const fault = { kind: 'RangeError', message: 'too far', stack: expect.anything() };
    expect(await work('throws').told).toEqual({ fault });
  });

  it('when its process dies, then this one goes on and is told what it died of', async () => {
    expect(await work('dies').told).toMatchObject({
      fault: { message: 'the process ended with SIGSEGV' },
    });
  });

  it('when this process is to stop, then the work is ended and nothing came out', async () => {
    const stopping = new AbortController();
    const { told, pids } = work('never', { stopping });
    await until('it to begin', async () => pids.length > 0);
    stopping.abort();
    expect(await told).toBeNull();
    expect(isAlive(pids[0])).toBe(false);
  });

  it('when this process is to stop already, then nothing comes out of it', async () => {
    const stopping = new AbortController();
    stopping.abort();
    expect(await work('never', { stopping }).told).toBeNull();
  });

  it('when it should not go on, then it is ended; a question that fails ends nothing', async () => {
    const answers = [
      () => Promise.reject(new Error('the database is away')),
      async () => true,
      async () => false,
    ];
    const { told, pids } = work('never', { goesOn: () => (answers.shift() ?? (async () => false))() });
    expect(await told).toBeNull();
    expect(answers).toEqual([]);
    for (const pid of pids) expect(isAlive(pid)).toBe(false);
  });

  it('when a terminal interrupts everything, then it waits for the process that asked', async () => {
    const stopping = new AbortController();
    const { told, pids } = work('never', { stopping });
    await until('it to begin', async () => pids.length > 0);
    for (const signal of ['SIGINT', 'SIGTERM']) process.kill(Number(pids[0]), signal);
    const before = pids.length;
    await until('it to go on after that', async () => pids.length > before + 5);
    stopping.abort();
    expect(await told).toBeNull();
  });

  it('is less urgent than the process that asked; when that is less urgent still, then as urgent as that', async () => {
    const priorities = await Promise.all(
      [[], ['15']].map(async (args) => {
        const { parent, pid } = await asked(...args);
        const priority = getPriority(pid);
        parent.kill('SIGKILL');
        await until('the work to end', async () => !isAlive(pid));
        return priority;
      }),
    );
    expect(priorities).toEqual([Math.max(10, getPriority()), 15]);
  });

  it('when the process that asked is killed, then the work ends by itself', async () => {
    const { parent, pid } = await asked();
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until('the work to end', async () => !isAlive(pid));
  });
});
