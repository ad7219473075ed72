// What goes wrong under a broadcast. Each is noted with its time, so that replies can be told from those that nobody could give.
import { livingWorkers } from '#src/core/deliveries/register-worker.ts';
import { persevere } from '#src/db/persevere.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { MessengerName } from '#src/simulator/control.ts';
import type { Fault } from '#src/simulator/control-world.ts';
import { until } from '#test/support/until.ts';
import type { Stage } from './broadcast.ts';
import { whenAccepting } from './receipts/connection.ts';
import { killPostmaster } from './receipts/faults.ts';

export interface Mishap {
  what: string;
  /** From when until when, by performance.now(). */
  from: number;
  to: number;
  /** Nobody could have answered meanwhile. */
  blocking: boolean;
}

export interface Mishaps {
  /** One of the messengers misbehaves from now on. Returns how many messages may go without an answer. */
  messengersMisbehave(): Promise<number>;
  /** Kills a worker, whom another follows, or PostgreSQL. Returns the messages that were in flight. */
  kill(): Promise<number[]>;
  /** The messengers behave again. */
  calm(): Promise<void>;
}

const STALL_MS = 1_200;
const SILENCE_SECONDS = 1;
/** PostgreSQL accepts again; the workers find their way back and register. */
const BACK_MS = 2_500;
const BROADCAST_RECEIVERS = 300;

/** Of Viber's, broadcasts too. */
const sending = (on: MessengerName) => (on === 'telegram' ? { on, method: 'sendMessage' } : { on });

export function mishapsOf(stage: Stage, campaignId: CampaignId): Mishaps {
  const { database, databaseUrl, simulatorUrl, clusterDir, random, workers, crew, mishaps } = stage;
  const { sql } = database;
  const note = (what: string, { from, to, blocking }: Omit<Mishap, 'what'>) =>
    mishaps.push({ what, from, to, blocking });
  const set = async (fault: Fault) => {
    const answer = await fetch(`${simulatorUrl}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    if (!answer.ok) throw new Error(`no fault was set: ${answer.status}`);
  };
  let slowMs = 0;
  let since = 0;

  async function messengersMisbehave(): Promise<number> {
    since = performance.now();
    slowMs = 0;
    const on = random.chance(0.7) ? 'telegram' : 'viber';
    const kind = random.pick([
      'stall',
      'too_many',
      'accepted_no_answer',
      'accepted_no_answer',
      'none',
    ] as const);
    if (kind === 'none') return 0;
    if (kind === 'stall') {
      slowMs = STALL_MS;
      await set({ ...sending(on), kind, percent: 30, delayMs: STALL_MS });
      return 0;
    }
    if (kind === 'too_many') {
      slowMs = SILENCE_SECONDS * 1_000 + 500;
      // Of one person alone, Viber's means that they have had enough for an hour.
      const calls: Pick<Fault, 'on' | 'method'> =
        on === 'telegram' ? sending(on) : { on, method: 'broadcast_message' };
      await set({ ...calls, kind, times: random.whole(1, 3), retryAfterSeconds: SILENCE_SECONDS });
      return 0;
    }
    const times = on === 'telegram' ? random.whole(1, 10) : 1;
    await set({ ...sending(on), kind, times });
    return on === 'telegram' ? times : BROADCAST_RECEIVERS;
  }

  async function kill(): Promise<number[]> {
    const from = performance.now();
    if (clusterDir !== undefined && random.chance(0.3)) {
      await killPostmaster({ clusterDir });
      await whenAccepting(databaseUrl);
      note('PostgreSQL killed', { from, to: performance.now() + BACK_MS, blocking: true });
      return await flying('all');
    }
    const victim = random.whole(0, workers.length - 1);
    const name = workers[victim]?.line.replace('ready ', '') ?? '';
    await workers[victim]?.kill();
    await until('the sessions of the dead worker to end', async () => {
      const sessions = await sql`
        select from pg_stat_activity where application_name like ${`${name}%`} and datname = current_database()`;
      return sessions.length === 0;
    });
    const left = await flying('dead');
    workers[victim] = await crew.next();
    note('a worker killed', { from, to: performance.now(), blocking: false });
    return left;
  }

  const flying = async (whose: 'all' | 'dead') => {
    const rows = await persevere(
      () => sql<{ seq: number }[]>`
        select unnest(c.flight) as seq from campaign_chunk c
        where c.campaign_id = ${campaignId} and not c.done
          and (${whose === 'all'} or c.worker_no not in (select worker_no from (${livingWorkers(sql)}) as l))`,
    );
    return rows.map(({ seq }) => seq);
  };

  async function calm(): Promise<void> {
    await fetch(`${simulatorUrl}/control/faults`, { method: 'DELETE' });
    if (slowMs > 0)
      note('a messenger stalls or wants silence', {
        from: since,
        to: performance.now() + slowMs,
        blocking: true,
      });
  }

  return { messengersMisbehave, kill, calm };
}
