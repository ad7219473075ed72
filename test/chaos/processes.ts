// The processes of a chaos run. Each ends with its parent, whatever happens to that.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Started {
  pid: number;
  /** The line that it said. */
  line: string;
  /** Writes a line to its standard input. */
  say(line: string): void;
  /** The next line on its standard output that matches; throws when it ends before. */
  hears(says: RegExp): Promise<string>;
  /** What it has written to standard error so far. */
  complaints(): string;
  /** Resolves with how it ended, when it has. */
  ended: Promise<string>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a TypeScript file beside this one and waits for the first line on its standard output that matches. */
export async function startProcess(file: string, args: string[], says: RegExp): Promise<Started> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-20_000);
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? code}`)),
  );
  const line = await firstLine(child, says, () => errors);
  return {
    pid: child.pid ?? 0,
    line,
    say: (line) => child.stdin.write(`${line}\n`),
    hears: (says) => firstLine(child, says, () => errors),
    complaints: () => errors,
    ended,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function firstLine(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  says: RegExp,
  complaints: () => string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const line = text.split('\n').find((each) => says.test(each));
      if (line !== undefined) resolve(line);
    });
    child.once('exit', (code) => reject(new Error(`A process ended with ${code}: ${complaints()}`)));
  });
}
