// A program as `workInProcess` runs it: does what the test hands it.
import { doTheWork } from '#src/workers/work-in-process.ts';

export interface ToDo {
  ending: 'done' | 'throws' | 'dies' | 'never';
}
export type Said = { pid: number } | { done: { at: Date; most: number; sum: bigint } };

doTheWork<ToDo, Said>(async ({ ending }, tell) => {
  tell({ pid: process.pid });
  if (ending === 'dies') process.kill(process.pid, 'SIGSEGV');
  if (ending === 'throws') throw new RangeError('too far');
  if (ending === 'done') {
    for (let n = 0; n < 1_000; n++) tell({ pid: process.pid });
    return tell({ done: { at: new Date(0), most: Number.POSITIVE_INFINITY, sum: 2n ** 63n } });
  }
  await new Promise(() => setInterval(() => tell({ pid: process.pid }), 10));
});
