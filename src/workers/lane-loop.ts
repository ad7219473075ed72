// Calls of other systems, in lanes: one that is slow has its own few calls under way and holds up nobody else.
import type { Agent } from 'undici';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerLog } from './worker-deps.ts';

interface LaneLoop<Claimed, Lane> {
  name: string;
  idleMs: number;
  log: WorkerLog;
  agent: Agent;
  givingUp: AbortSignal;
  laneOf: (claimed: Claimed) => Lane;
  /** Whether `claim` may find any; asked first, for it is cheaper. */
  isDue: () => Promise<boolean>;
  /** `underWay`: how many calls of each lane have not ended. */
  claim: (underWay: ReadonlyMap<Lane, number>) => Promise<Claimed[]>;
  /** One call and what becomes of it. It throws nothing. */
  carryOut: (claimed: Claimed) => Promise<void>;
}

/** `stop` resolves when every call under way has ended, or at once when `givingUp` says so: their leases run out. */
export function startLaneLoop<Claimed, Lane>(options: LaneLoop<Claimed, Lane>): Loop {
  const { name, idleMs, log, agent, givingUp, laneOf, isDue, claim, carryOut } = options;
  const underWay = new Map<Lane, number>();
  const calls = new Set<Promise<void>>();
  const loop = startLoop({
    name,
    idleMs,
    log,
    async pass() {
      if (await isDue()) for (const each of await claim(underWay)) begin(each);
      return false;
    },
  });

  function begin(claimed: Claimed): void {
    const lane = laneOf(claimed);
    underWay.set(lane, (underWay.get(lane) ?? 0) + 1);
    const ended: Promise<void> = carryOut(claimed).finally(() => {
      calls.delete(ended);
      const left = (underWay.get(lane) ?? 1) - 1;
      if (left > 0) underWay.set(lane, left);
      else underWay.delete(lane);
      loop.poke();
    });
    calls.add(ended);
  }

  const abandon = () => void agent.destroy();
  givingUp.addEventListener('abort', abandon, { once: true });
  return {
    name: loop.name,
    poke: loop.poke,
    async stop() {
      await loop.stop();
      while (calls.size > 0) await Promise.all(calls);
      givingUp.removeEventListener('abort', abandon);
      await agent.destroy();
    },
  };
}
