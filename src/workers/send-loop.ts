// Sends replies and notices of one messenger. Each message is its own call and its own outcome; a slow one holds back
// nobody else. Outcomes are written down together: whatever has come in while the last writing was under way.
import { type ClaimedDelivery, claimDeliveries } from '#src/core/deliveries/claim-deliveries.ts';
import type { Messenger, SendOutcome } from '#src/core/deliveries/messenger.ts';
import { silence } from '#src/core/deliveries/pacer.ts';
import { WorkerNotRegisteredError, type WorkerRegistration } from '#src/core/deliveries/register-worker.ts';
import { releaseUnsent } from '#src/core/deliveries/release-unsent.ts';
import { sendSafely } from '#src/core/deliveries/send-safely.ts';
import { type DeliveryResult, settleDeliveries } from '#src/core/deliveries/settle-delivery.ts';
import { persevere } from '#src/db/persevere.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { DeliveryId } from '#src/lib/id.ts';
import { type Loop, startLoop } from './loop.ts';
import { lostClaims } from './lost-claims.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Calls under way at once, as many as an adapter has connections for replies. */
const CONCURRENCY = 32;
/** In a busy moment what is queued meanwhile is claimed together, at nearly the price of one; nobody notices so short a wait. */
const GATHER_MS = 15;

export interface SendLoopOptions {
  deps: WorkerDeps<never>;
  messenger: Messenger;
  registration: WorkerRegistration;
  idleMs: number;
  /** Aborted when it must not wait for the database any longer. */
  givingUp: AbortSignal;
}

/** Starts at once; `stop` resolves when everything in flight has been settled. */
export function startSendLoop({ deps, messenger, registration, idleMs, givingUp }: SendLoopOptions): Loop {
  const { clock, log } = deps;
  const { sql } = deps.database;
  const { name, bot } = messenger;
  const inFlight = new Set<Promise<void>>();
  // Claimed and not settled. What could not be settled stays in it: it was sent and must not be put back.
  const given = new Set<DeliveryId>();
  const claims = lostClaims((workerNo) => releaseUnsent(sql, { messenger: name, workerNo, given }));
  let results: DeliveryResult[] = [];
  let settling: Promise<void> | null = null;

  const loop = startLoop({ name: `send ${name}`, idleMs, restMs: GATHER_MS, pass, log });

  async function pass(): Promise<boolean> {
    const limit = CONCURRENCY - inFlight.size;
    if (limit <= 0) return false;
    let workerNo: number;
    try {
      workerNo = registration.workerNo();
    } catch (error) {
      if (error instanceof WorkerNotRegisteredError) return false;
      throw error;
    }
    const released = await claims.giveBack();
    if (released > 0) log.warn({ messenger: name, messages: released }, 'a claim was lost and is given back');
    const { claimed, skipped } = await claim(workerNo, limit);
    for (const delivery of claimed) {
      given.add(delivery.deliveryId);
      const task: Promise<void> = send(delivery).finally(() => inFlight.delete(task));
      inFlight.add(task);
    }
    return claimed.length + skipped >= limit;
  }

  async function claim(workerNo: number, limit: number) {
    try {
      return await claimDeliveries(sql, { messenger: name, bot, workerNo, limit, at: clock.now() });
    } catch (error) {
      claims.lost(workerNo);
      throw error;
    }
  }

  async function send(delivery: ClaimedDelivery): Promise<void> {
    const { externalId, prompt, editOf, fileId } = delivery;
    const outcome = await sendSafely(messenger, { externalId, prompt, editOf, fileId, bulk: false });
    results.push({ delivery, outcome });
    settling ??= settle().finally(() => {
      settling = null;
    });
    deps.trace?.({
      step: `delivery ${outcome.outcome}`,
      detail: describe(delivery),
      messenger: name,
      externalId,
    });
    await settling;
  }

  async function settle(): Promise<void> {
    while (results.length > 0) {
      const batch = results;
      results = [];
      try {
        await persevere(() => write(batch), { signal: givingUp });
        for (const { delivery } of batch) given.delete(delivery.deliveryId);
      } catch (error) {
        // They stay in sending and become unknown, which is true: nobody could write down what they became.
        log.error(
          { messenger: name, messages: batch.length, fault: describeFault(error) },
          'outcomes were lost',
        );
      }
      loop.poke();
    }
  }

  async function write(batch: DeliveryResult[]): Promise<void> {
    await settleDeliveries(sql, { bot, results: batch, at: clock.now() });
    const silentMs = Math.max(0, ...batch.map(({ outcome }) => silenceAsked(outcome)));
    if (silentMs === 0) return;
    log.warn({ messenger: name, silentMs }, 'the messenger asks the whole bot to be silent');
    await silence(sql, { bot, delayMs: silentMs });
  }

  return {
    name: loop.name,
    poke: loop.poke,
    async stop() {
      await loop.stop();
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

function silenceAsked(outcome: SendOutcome): number {
  return outcome.outcome === 'retry' && outcome.wholeBot ? outcome.delayMs : 0;
}

function describe({ lane, prompt }: ClaimedDelivery): string {
  return `${lane}: ${prompt.say}${prompt.say === 'message' && prompt.picture ? ' with a picture' : ''}`;
}
