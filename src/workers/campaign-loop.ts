// Broadcasts: one run of an audience at a time on each messenger, and beside it whatever else a campaign needs: an
// audience to be written down, runs of dead workers to be freed, stopped ones to be closed.

import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { expandNextStep } from '#src/core/campaigns/expand-next-step.ts';
import { findCampaignWork } from '#src/core/campaigns/find-campaign-work.ts';
import { launchDue } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign } from '#src/core/campaigns/pause-campaign.ts';
import {
  closeStoppedChunk,
  finishCampaigns,
  leaseChunk,
  releaseOwnChunks,
} from '#src/core/campaigns/sending/lease-chunk.ts';
import { sendChunk } from '#src/core/campaigns/sending/send-campaign.ts';
import { wakeWaiting } from '#src/core/campaigns/sending/wake-waiting.ts';
import { chooseOffers } from '#src/core/campaigns/slots/choose-offers.ts';
import type { Channel, Messenger } from '#src/core/deliveries/messenger.ts';
import { WorkerNotRegisteredError, type WorkerRegistration } from '#src/core/deliveries/register-worker.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { type Loop, startLoop } from './loop.ts';
import { lostClaims } from './lost-claims.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** A loop that is asked when there is work needs no looks of its own. */
const UNASKED_MS = 60_000;

export interface CampaignLoopOptions {
  deps: WorkerDeps<never>;
  messenger: Messenger<Channel>;
  registration: WorkerRegistration;
  idleMs: number;
  stopping: AbortSignal;
  givingUp: AbortSignal;
}

/** Sends broadcasts on one messenger. */
export function startCampaignLoop({
  deps,
  messenger,
  registration,
  idleMs,
  ...signals
}: CampaignLoopOptions): Loop {
  const { clock, keyboard, log } = deps;
  const { db, sql } = deps.database;
  const { name } = messenger;
  const claims = lostClaims((workerNo) =>
    releaseOwnChunks(sql, { messenger: name, workerNo, at: clock.now() }),
  );

  async function pass(): Promise<boolean> {
    let workerNo: number;
    try {
      workerNo = registration.workerNo();
    } catch (error) {
      if (error instanceof WorkerNotRegisteredError) return false;
      throw error;
    }
    await claims.giveBack();
    const lease = await take(workerNo);
    if (!lease) return false;
    const { campaignId } = lease;
    await sendChunk(
      {
        sql,
        messenger,
        clock,
        keyboard,
        links: deps.campaignLinks,
        fill: async (run) => {
          if (run.content.slots && deps.inForce)
            await chooseOffers(sql, run, { ...(await deps.inForce()), at: clock.now() });
        },
        ...signals,
        pause: async (reason) => {
          log.error({ campaignId, messenger: name, reason }, 'the campaign pauses by itself');
          await pause(campaignId, reason);
        },
        onNoBroadcast: () =>
          log.error(
            { messenger: name },
            'the bot may not broadcast: its messages go one by one, which takes longer',
          ),
        onSettled: (results) => {
          for (const { message, outcome } of results) {
            const { externalId } = message;
            deps.trace?.({
              step: `broadcast ${outcome.outcome}`,
              detail: campaignId,
              // The page of phones has no place for an SMS of a campaign.
              ...(name !== 'sms' && { messenger: name, externalId }),
            });
          }
        },
      },
      lease,
    );
    return true;
  }

  async function take(workerNo: number) {
    try {
      return await leaseChunk(sql, { messenger: name, workerNo, at: clock.now() });
    } catch (error) {
      claims.lost(workerNo);
      throw error;
    }
  }

  async function pause(campaignId: CampaignId, reason: string): Promise<void> {
    try {
      await transaction(db, (tx) => pauseCampaign(tx, { campaignId, reason }));
    } catch (error) {
      // Somebody has paused or stopped it already.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  return startLoop({ name: `campaign ${name}`, idleMs, pass, log });
}

/**
 * Writes audiences down and closes what was stopped. While one stretch of an audience is being written, a second loop judges
 * the members of the next one; it is asked when there is an audience to write.
 */
export function startAudienceLoops({
  deps,
  idleMs,
  onReady,
}: {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Called when there is something to send. */
  onReady: () => void;
}): [Loop, Loop] {
  const { clock, log } = deps;
  const { db, sql } = deps.database;
  const write = async () => {
    const written = await transaction(db, (tx) => expandAudience(tx, { at: clock.now() }));
    if (written !== null) onReady();
    return written;
  };
  const ahead = startLoop({
    name: 'audience ahead',
    idleMs: UNASKED_MS,
    log,
    pass: async () => (await write()) !== null,
  });
  const audience = startLoop({
    name: 'audience',
    idleMs,
    log,
    async pass() {
      const work = await findCampaignWork(sql, clock.now());
      const begun = work.due && (await transaction(db, (tx) => launchDue(tx, clock.now())));
      const expanding = work.expanding || begun;
      if (expanding) ahead.poke();
      const written = expanding ? await write() : null;
      const closed = work.stopped && (await closeStoppedChunk(sql, clock.now()));
      // Each time: the last run may have ended while the campaign was paused, and then nobody else asks again.
      if (work.running || written === 0) await finishCampaigns(sql, clock.now());
      return begun || written !== null || closed;
    },
  });
  return [audience, ahead];
}

/** Lets what waits for its reader go when they come, and writes the next step of those who did not react. */
export function startStepLoop({
  deps,
  idleMs,
  onReady,
}: {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Called when there is something to send. */
  onReady: () => void;
}): Loop {
  const { clock, log } = deps;
  const { db, sql } = deps.database;
  return startLoop({
    name: 'steps',
    idleMs,
    log,
    async pass() {
      const waiting = await wakeWaiting(sql, clock.now());
      const written = await transaction(db, (tx) => expandNextStep(tx, clock.now()));
      if (waiting > 0 || (written ?? 0) > 0) onReady();
      return written !== null;
    },
  });
}
