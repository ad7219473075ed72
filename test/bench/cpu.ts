// Who spends the machine: CPU of processes as the kernel counts it, in microseconds.
import { readdirSync, readFileSync } from 'node:fs';

/** A tick of the kernel's clock as programs see it: proc(5), sysconf(_SC_CLK_TCK) is 100 on Linux everywhere. */
const TICK_MICROS = 10_000;

interface Process {
  parent: number;
  micros: number;
}

/** Null when it is gone, or where there is no /proc. */
function look(pid: number): Process | null {
  try {
    // The name stands in brackets and may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { parent: Number(fields[1]), micros: (Number(fields[11]) + Number(fields[12])) * TICK_MICROS };
  } catch {
    return null;
  }
}

export function parentOf(pid: number): number {
  return look(pid)?.parent ?? 0;
}

/** What the process has used so far, with its children that are alive. */
export function cpuMicros(pid: number, { children = false }: { children?: boolean } = {}): number {
  const own = look(pid)?.micros ?? 0;
  if (!children) return own;
  const others = readdirSync('/proc').flatMap((entry) => look(Number(entry)) ?? []);
  return others.reduce((sum, each) => (each.parent === pid ? sum + each.micros : sum), own);
}
