// Repairs of campaigns: at the pace of the bot that sent them, a handful at a time, whichever process is first.
import { setTimeout as pause } from 'node:timers/promises';
import {
  advanceRepair,
  findRepair,
  type RunningRepair,
  settleRepairs,
} from '#src/core/campaigns/repair/advance-repair.ts';
import { type CampaignPrompts, campaignPrompts } from '#src/core/campaigns/sending/campaign-prompts.ts';
import type { Messenger } from '#src/core/deliveries/messenger.ts';
import { leaseSlots } from '#src/core/deliveries/pacer.ts';
import { transaction } from '#src/db/client.ts';
import type { RepairId } from '#src/lib/id.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

export interface RepairLoopOptions {
  deps: WorkerDeps<never>;
  messenger: Messenger;
  idleMs: number;
  stopping: AbortSignal;
  /** Called when there is something to send. */
  onQueued: () => void;
}

export function startRepairLoop({ deps, messenger, idleMs, stopping, onQueued }: RepairLoopOptions): Loop {
  const { clock, log, keyboard } = deps;
  const { db, sql } = deps.database;
  const { name, bot, bulkPerSecond: perSecond } = messenger;
  const handful = Math.max(1, Math.ceil(perSecond / 4));
  let ready: { repairId: RepairId; prompts: CampaignPrompts } | null = null;

  /** What all its readers get is made ready once. */
  async function promptsOf({
    repairId,
    campaignId,
    kind,
    content,
  }: RunningRepair): Promise<CampaignPrompts | null> {
    if (content === null) return null;
    if (ready?.repairId === repairId) return ready.prompts;
    // A counted button stands for one of the campaign itself, which is what a correction corrects.
    const links = kind === 'edit' ? deps.campaignLinks : undefined;
    const options = { keyboard, links, at: clock.now() };
    ready = { repairId, prompts: await campaignPrompts(sql, { campaignId, content }, options) };
    return ready.prompts;
  }

  async function pass(): Promise<boolean> {
    const repair = await findRepair(db, messenger, clock.now());
    if (!repair) {
      // What a repair that was stopped had queued before still comes to its end.
      await transaction(db, (tx) => settleRepairs(tx, clock.now()));
      return false;
    }
    const { waitMs } = await leaseSlots(sql, { bot, perSecond, slots: handful });
    await pause(waitMs, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return false;
    const prompts = await promptsOf(repair);
    const at = clock.now();
    const queued = await transaction(db, (tx) =>
      advanceRepair(tx, {
        repair,
        compose: async (messages) => (prompts ? await prompts.compose(messages, at) : []),
        limit: handful,
        at,
      }),
    );
    if (queued > 0) onQueued();
    await transaction(db, (tx) => settleRepairs(tx, at));
    return queued > 0;
  }

  return startLoop({ name: `repair ${name}`, idleMs, pass, log });
}
