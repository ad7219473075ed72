// Everything that happens by itself, in one list. Each loop is bounded, waits out a database that is away, and ends
// what it has begun when it is told to stop.
import { NO_SMS, smsMessenger } from '#src/core/campaigns/sending/sms-messenger.ts';
import { announceEvents, NOTICE_EVENTS } from '#src/core/deliveries/announce-events.ts';
import { registerWorker } from '#src/core/deliveries/register-worker.ts';
import { hasNews } from '#src/core/events/has-news.ts';
import { transaction } from '#src/db/client.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { startAnalyticsLoop } from './analytics-loop.ts';
import { startAudienceLoops, startCampaignLoop, startStepLoop } from './campaign-loop.ts';
import { startChallengeLoop } from './challenge-loop.ts';
import { startCheckLoop } from './check-loop.ts';
import { startAliveLoop, startExpireLoop, startTidyLoop } from './chore-loops.ts';
import { CONVERSE_BATCH, converseOnce } from './converse-loop.ts';
import { startErrandLoop } from './errand-loop.ts';
import { startImportLoop } from './import-loop.ts';
import { type Loop, startLoop } from './loop.ts';
import { startPrizeLoop } from './prize-loop.ts';
import { startQuestLoop } from './quest-loop.ts';
import { startRepairLoop } from './repair-loop.ts';
import { startReplayLoop } from './replay-loop.ts';
import { startResultsLoop } from './results-loop.ts';
import { startReviewLoop } from './review-loop.ts';
import { startSegmentLoop } from './segment-loop.ts';
import { startSendLoop } from './send-loop.ts';
import { startTeamLoop } from './team-loop.ts';
import { startSweepLoop, startTriggerLoop } from './trigger-loop.ts';
import { startWalletLoop } from './wallet-loop.ts';
import { startFanOutLoop, startWebhookLoop } from './webhook-loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

export type WorkName = 'converse' | 'announce' | 'send' | 'campaigns';

export interface Workers {
  /** Says that something was just written for this kind of worker, so that it does not wait for its next look. */
  poke: (name: WorkName) => void;
  /** Takes nothing more, finishes what is in flight, within `stopWithinMs`. */
  stop: () => Promise<void>;
}

const EVENTS_AT_ONCE = 500;
/** In a busy moment what happens meanwhile is told together: a pass costs nearly the same for one event and for many. */
const GATHER_EVENTS_MS = 100;
/** Batches of updates at once: a conversation waits for the database most of its time. */
const CONVERSE_LANES = 4;
const IDLE_MS = {
  converse: 100,
  announce: 200,
  send: 150,
  campaigns: 250,
  steps: 2_000,
  repairs: 1_000,
  replay: 1_000,
  imports: 700,
  triggers: 300,
  challenges: 200,
  sweep: 60_000,
  wallets: 1_000,
  webhooks: 300,
  checks: 300,
  teams: 2_000,
  reviews: 700,
  analytics: 25_000,
  results: 5_000,
  segments: 2_000,
  errands: 300,
  prizes: 1_000,
  quests: 500,
};

/** Starts all workers of this process. Returns at once and never throws: a database that is away is waited for. */
export function startWorkers<Update>(deps: WorkerDeps<Update>): Workers {
  const { database, databaseUrl, clock, log, messengers } = deps;
  // The conversation's updates concern one loop only; the others need not know their type.
  const { readUpdate: _read, converse: _converse, ...plain } = deps;
  const others: WorkerDeps<never> = {
    ...plain,
    readUpdate: { telegram: () => null, viber: () => null },
    converse: async () => [],
  };
  const name = deps.name ?? 'kartka worker';
  const registration = registerWorker(databaseUrl, { name, now: () => clock.now() });
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const signals = { stopping: stopping.signal, givingUp: givingUp.signal };
  const poke = (which: WorkName) => {
    if (which === 'converse') groups.converse[0]?.poke();
    else for (const loop of groups[which]) loop.poke();
  };

  // What follows a commit (an SMS) holds nobody up, and is waited for at the end.
  const following = new Set<Promise<unknown>>();
  const follow = (work: Promise<unknown>) => {
    const followed = work
      .catch((error: unknown) => log.error({ fault: describeFault(error) }, 'what follows an update failed'))
      .finally(() => following.delete(followed));
    following.add(followed);
  };
  const converse = (lane: number): Loop =>
    startLoop({
      name: `converse ${lane}`,
      idleMs: lane === 0 ? IDLE_MS.converse : IDLE_MS.converse * 10,
      log,
      async pass() {
        const taken = await converseOnce(deps, follow);
        if (taken === 0) return false;
        poke('send');
        poke('announce');
        // The next lane helps out while there is more than one batch.
        if (taken === CONVERSE_BATCH) groups.converse[lane + 1]?.poke();
        return true;
      },
    });
  const announce = async () => {
    if (!(await hasNews(database.sql, NOTICE_EVENTS))) return false;
    const at = clock.now();
    const input = { at, limit: EVENTS_AT_ONCE, keyboard: deps.keyboard };
    const { events, messages } = await transaction(database.db, (tx) => announceEvents(tx, input));
    if (messages > 0) poke('send');
    // What somebody else's transaction still held back comes after the rest, not after the next idle wait.
    if (events > 0) poke('announce');
    if (messages > 0) deps.trace?.({ step: 'notice', detail: `events: ${events}, messages: ${messages}` });
    return events === EVENTS_AT_ONCE;
  };

  const sendOptions = { deps: others, registration, idleMs: IDLE_MS.send, givingUp: givingUp.signal };
  const campaignOptions = { deps: others, registration, idleMs: IDLE_MS.campaigns, ...signals };
  const groups: Record<WorkName, Loop[]> = {
    converse: Array.from({ length: CONVERSE_LANES }, (_, lane) => converse(lane)),
    announce: [
      startLoop({
        name: 'announce',
        idleMs: IDLE_MS.announce,
        restMs: GATHER_EVENTS_MS,
        pass: announce,
        log,
      }),
    ],
    send: messengers.map((messenger) => startSendLoop({ ...sendOptions, messenger })),
    campaigns: [
      ...startAudienceLoops({ deps: others, idleMs: IDLE_MS.campaigns, onReady: () => poke('campaigns') }),
      ...messengers.map((messenger) => startCampaignLoop({ ...campaignOptions, messenger })),
      startCampaignLoop({ ...campaignOptions, messenger: smsMessenger(deps.sms ?? NO_SMS) }),
      startStepLoop({ deps: others, idleMs: IDLE_MS.steps, onReady: () => poke('campaigns') }),
      ...messengers.map((messenger) =>
        startRepairLoop({
          deps: others,
          messenger,
          idleMs: IDLE_MS.repairs,
          stopping: stopping.signal,
          onQueued: () => poke('send'),
        }),
      ),
    ],
  };
  const webhooks = startWebhookLoop({ deps: others, idleMs: IDLE_MS.webhooks, givingUp: givingUp.signal });
  const chores = [
    webhooks,
    startFanOutLoop({ deps: others, idleMs: IDLE_MS.webhooks, onDone: () => webhooks.poke() }),
    startTeamLoop({ deps: others, idleMs: IDLE_MS.teams, onDone: () => poke('send') }),
    startReviewLoop({ deps: others, idleMs: IDLE_MS.reviews, onDone: () => poke('send') }),
    startCheckLoop({
      deps: others,
      idleMs: IDLE_MS.checks,
      givingUp: givingUp.signal,
      onTold: () => poke('send'),
    }),
    startAliveLoop({
      deps: others,
      registration,
      onReady: () => {
        poke('send');
        poke('campaigns');
      },
    }),
    startExpireLoop({ deps: others, onDone: () => poke('announce') }),
    startTidyLoop({ deps: others }),
    startTriggerLoop({ deps: others, idleMs: IDLE_MS.triggers, onDone: () => poke('announce') }),
    startChallengeLoop({ deps: others, idleMs: IDLE_MS.challenges, onDone: () => poke('announce') }),
    startSweepLoop({ deps: others, idleMs: IDLE_MS.sweep, onDone: () => poke('announce') }),
    startWalletLoop({ deps: others, idleMs: IDLE_MS.wallets }),
    startAnalyticsLoop({ deps: others, idleMs: IDLE_MS.analytics }),
    startResultsLoop({ deps: others, idleMs: IDLE_MS.results }),
    startSegmentLoop({ deps: others, idleMs: IDLE_MS.segments }),
    startPrizeLoop({ deps: others, idleMs: IDLE_MS.prizes, onDone: () => poke('announce') }),
    startQuestLoop({ deps: others, idleMs: IDLE_MS.quests, onDone: () => poke('send') }),
    startReplayLoop({ deps: others, idleMs: IDLE_MS.replay, stopping: stopping.signal }),
    startErrandLoop({ deps: others, idleMs: IDLE_MS.errands, onDone: () => poke('send') }),
    startImportLoop({ deps: others, idleMs: IDLE_MS.imports, stopping: stopping.signal }),
  ];

  async function stop(): Promise<void> {
    stopping.abort();
    const deadline = setTimeout(() => givingUp.abort(), deps.stopWithinMs ?? 10_000);
    const loops = [...Object.values(groups).flat(), ...chores];
    const given = new Promise<void>((resolve) => {
      givingUp.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const all = Promise.all(loops.map((loop) => loop.stop())).then(() => Promise.all(following));
    await Promise.race([all, given]);
    clearTimeout(deadline);
    // Only now: as long as the lock is held, nobody takes what is in flight for lost.
    await registration.close();
  }
  return { poke, stop };
}
