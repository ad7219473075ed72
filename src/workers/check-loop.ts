// Asks other systems about tasks of quests, each task in a lane of its own.
import { type ClaimedCheck, claimChecks, hasDueChecks, laneOf } from '#src/core/quests/check/claim-checks.ts';
import { judgeCheck } from '#src/core/quests/check/judge-check.ts';
import { CHECK_TIMEOUT_MS, sendCheck } from '#src/core/quests/check/send-check.ts';
import { settleCheck } from '#src/core/quests/check/settle-check.ts';
import { webhookAgent } from '#src/core/webhooks/webhook-agent.ts';
import { transaction } from '#src/db/client.ts';
import { persevere } from '#src/db/persevere.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { startLaneLoop } from './lane-loop.ts';
import type { Loop } from './loop.ts';
import type { WebhookCalls, WorkerDeps } from './worker-deps.ts';

interface CheckLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  givingUp: AbortSignal;
  /** Somebody has news in their chat. */
  onTold: () => void;
}

export function startCheckLoop({ deps, idleMs, givingUp, onTold }: CheckLoop): Loop {
  const { database, clock, log, webhooks } = deps;
  if (!webhooks) return { name: 'checks', poke: () => undefined, stop: () => Promise.resolve() };
  const settings: WebhookCalls = webhooks;
  const timeoutMs = Math.min(CHECK_TIMEOUT_MS, settings.timeoutMs ?? CHECK_TIMEOUT_MS);
  const agent = webhookAgent(settings);

  async function carryOut(claimed: ClaimedCheck): Promise<void> {
    const outcome = await sendCheck(agent, claimed, { settings, timeoutMs, at: clock.now() });
    if (givingUp.aborted) return;
    const settled = { claimed, outcome, verdict: judgeCheck(outcome, claimed.attempts, Math.random()) };
    try {
      const news = await persevere(
        () => transaction(database.db, (tx) => settleCheck(tx, { ...settled, at: clock.now() })),
        { signal: givingUp },
      );
      if (news) onTold();
    } catch (error) {
      // Its lease runs out and it is asked again.
      log.error({ fault: describeFault(error) }, 'the answer to a check was lost');
    }
  }

  return startLaneLoop({
    name: 'checks',
    idleMs,
    log,
    agent,
    givingUp,
    laneOf,
    isDue: () => hasDueChecks(database.sql, clock.now()),
    claim: (underWay) => transaction(database.db, (tx) => claimChecks(tx, { underWay, at: clock.now() })),
    carryOut,
  });
}
