// The bot's slots that one worker holds for a campaign: leased a handful at a time, used by the calls it makes.
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '#src/db/client.ts';
import { persevere } from '#src/db/persevere.ts';
import { leaseSlots } from '../../deliveries/pacer.ts';

export interface CampaignSlots {
  /** Slots that are leased and not used: a skipped member uses none. */
  left(): number;
  /**
   * Waits until shortly before the next slot of at most `needed` calls; `beforeWaiting` is called when that takes long. What
   * is leased and not used is lost to the bot.
   */
  ready(needed: number, beforeWaiting: () => Promise<void>): Promise<void>;
  /** When the next `count` calls may begin, by performance.now(); what is not leased yet is owed. */
  use(count: number): number[];
  /** Gives up what is left: the bot has been told to be silent. */
  forget(): void;
}

/** A handful is a quarter of a second's worth at most: pausing, opting out, silence and dying are felt within that. */
const HANDFULS_A_SECOND = 4;
const LEAST = 5;
/** Half a run. With 250 what comes with each handful, two commits and the start of a large statement, is felt. */
const MOST = 600;
/** How long before its first slot the next handful is taken: our statements take some 20 ms. */
const AHEAD_MS = 100;

export function campaignSlots(
  sql: Sql,
  pace: { bot: string; perSecond: number },
  { stopping, givingUp }: { stopping: AbortSignal; givingUp?: AbortSignal | undefined },
): CampaignSlots {
  const { bot, perSecond } = pace;
  const everyMs = 1_000 / perSecond;
  const handful = Math.min(MOST, Math.max(LEAST, Math.ceil(perSecond / HANDFULS_A_SECOND)));
  let first = 0;
  let left = 0;
  const untilShortlyBefore = async () => {
    const waitMs = first - performance.now() - AHEAD_MS;
    if (waitMs > 0) await pause(waitMs, undefined, { signal: stopping }).catch(() => {});
  };
  return {
    left: () => left,
    async ready(needed, beforeWaiting) {
      const wanted = Math.min(handful, needed);
      // Whoever leased while the last slots are still being used would not hear of a silence that comes meanwhile.
      await untilShortlyBefore();
      if (left > wanted / 2) return;
      const owed = Math.max(0, -left);
      const lease = () => leaseSlots(sql, { bot, perSecond, slots: wanted + owed });
      const { waitMs } = await persevere(lease, givingUp ? { signal: givingUp } : {});
      first = performance.now() + waitMs + owed * everyMs;
      left = wanted;
      if (waitMs <= AHEAD_MS) return;
      await beforeWaiting();
      await untilShortlyBefore();
    },
    use(count) {
      const moments = Array.from({ length: count }, (_, index) => first + index * everyMs);
      first += count * everyMs;
      left -= count;
      return moments;
    },
    forget() {
      left = 0;
      first = 0;
    },
  };
}
