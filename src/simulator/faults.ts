// Which faults are set, and whether one strikes now. How a fault looks on the wire is for answers.ts and the messengers.
import type { Fault } from './control-world.ts';

type On = Fault['on'];
const UPDATE_KINDS = new Set<Fault['kind']>(['duplicate_update', 'reorder_updates']);

export interface Faults {
  add(fault: Fault): string;
  clear(): void;
  /** The first fault that strikes this request; `to` is the receiver's messenger id when there is one. */
  strike(on: On, method: string, to: string | undefined): Fault | undefined;
  /** The same for an update on its way to the program; `type` such as `message` or `callback_query`. */
  strikeUpdate(on: On, type: string, from: string | undefined): Fault | undefined;
}

export function makeFaults(random: () => number): Faults {
  let nextId = 1;
  let set: { fault: Fault; left: number }[] = [];

  function find(forUpdates: boolean, on: On, method: string, person: string | undefined): Fault | undefined {
    for (const entry of set) {
      const { fault } = entry;
      if (fault.on !== on || UPDATE_KINDS.has(fault.kind) !== forUpdates) continue;
      if (fault.method !== undefined && fault.method.toLowerCase() !== method) continue;
      if (fault.userId !== undefined && fault.userId !== person) continue;
      if (fault.percent !== undefined && random() * 100 >= fault.percent) continue;
      entry.left -= 1;
      if (entry.left <= 0) set = set.filter((other) => other !== entry);
      return fault;
    }
    return undefined;
  }

  return {
    add(fault) {
      set.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
      return `f${nextId++}`;
    },
    clear() {
      set = [];
    },
    strike: (on, method, to) => (set.length === 0 ? undefined : find(false, on, method, to)),
    strikeUpdate: (on, type, from) => (set.length === 0 ? undefined : find(true, on, type, from)),
  };
}
