// What the program tells of its own inside, for the page to show beside the phones. The newest lines are kept.
import type { TraceLine } from './control.ts';

const KEEP = 200;

export interface Trace {
  add(lines: TraceLine[]): void;
  newest(): TraceLine[];
  watchers: Set<(line: TraceLine) => void>;
  clear(): void;
}

export function makeTrace(): Trace {
  let kept: TraceLine[] = [];
  const watchers = new Set<(line: TraceLine) => void>();
  return {
    watchers,
    add(lines) {
      kept = [...kept, ...lines].slice(-KEEP);
      for (const line of lines) for (const watcher of watchers) watcher(line);
    },
    newest: () => kept,
    clear() {
      kept = [];
    },
  };
}
