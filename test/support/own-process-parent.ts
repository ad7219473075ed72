// A process that asks for work which never ends, and says in its output which process does it. It may be told how urgent it is.
import { setPriority } from 'node:os';
import { workInProcess } from '#src/workers/work-in-process.ts';
import type { Said, ToDo } from './own-process.ts';

const [, , priority] = process.argv;
if (priority) setPriority(Number(priority));
const handed: ToDo = { ending: 'never' };
await workInProcess<Said, never>({
  program: new URL('./own-process.ts', import.meta.url),
  handed,
  stopping: new AbortController().signal,
  beatMs: 1_000,
  goesOn: async () => true,
  hear(said) {
    if ('pid' in said) process.stdout.write(`${said.pid}\n`);
    return null;
  },
  broken(fault) {
    throw new Error(JSON.stringify(fault));
  },
});
