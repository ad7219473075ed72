// Goes for what answers of quests need from a messenger: the bytes of photos, and who is in a channel.
import type { FetchedPhoto, Messenger } from '#src/core/deliveries/messenger.ts';
import { type Errand, hasDueErrands, postponeErrand, takeErrands } from '#src/core/quests/errands/errand.ts';
import { type Brought, MOST_PHOTO_BYTES, settleErrand } from '#src/core/quests/errands/settle-errand.ts';
import { transaction } from '#src/db/client.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface ErrandLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after somebody was told something. */
  onDone: () => void;
}

const AT_ONCE = 10;
/** Within some four minutes; then the person is asked to send it again. */
const MOST_ATTEMPTS = 7;
const WAIT_MS = 2_000;

export function startErrandLoop({ deps, idleMs, onDone }: ErrandLoop): Loop {
  const { database, clock, log, messengers } = deps;
  return startLoop({
    name: 'errands of quests',
    idleMs,
    log,
    async pass() {
      const names = messengers.map(({ name }) => name);
      if (!(await hasDueErrands(database.sql, { messengers: names, at: clock.now() }))) return false;
      const taken = await transaction(database.db, (tx) =>
        takeErrands(tx, { messengers: names, limit: AT_ONCE, at: clock.now() }),
      );
      await Promise.all(
        taken.map((errand) =>
          // One that fails by a fault of ours is left to its next turn, and must not hold up the others.
          run(deps, errand).catch((error: unknown) =>
            log.error({ fault: describeFault(error) }, 'an errand of a quest failed'),
          ),
        ),
      );
      if (taken.length > 0) onDone();
      return taken.length === AT_ONCE;
    },
  });
}

async function run({ database, clock, messengers, log }: WorkerDeps<never>, errand: Errand): Promise<void> {
  const messenger = messengers.find(({ name }) => name === errand.messenger);
  const brought = messenger ? await fetch(messenger, errand, log) : null;
  const at = clock.now();
  await transaction(database.db, async (tx) => {
    if (brought) await settleErrand(tx, errand, { brought, at });
    else if (errand.attempts < MOST_ATTEMPTS)
      await postponeErrand(tx, errand, new Date(at.getTime() + WAIT_MS * 2 ** errand.attempts));
    else {
      const failed = errand.what.errand === 'photo' ? 'photoFailed' : 'checkFailed';
      await settleErrand(tx, errand, { brought: { failed }, at });
    }
  });
}

/** Null: not now. */
async function fetch(
  messenger: Messenger,
  { what, externalId }: Errand,
  log: WorkerDeps['log'],
): Promise<Brought | null> {
  if (what.errand === 'photo') {
    const nothing: FetchedPhoto = { bytes: null, why: 'gone' };
    const photo = (await messenger.fetchPhoto?.(what.file, MOST_PHOTO_BYTES)) ?? nothing;
    if (photo.bytes) return { photo: photo.bytes };
    if (photo.why === 'notNow') return null;
    return { failed: photo.why === 'tooLarge' ? 'photoTooLarge' : 'photoFailed' };
  }
  const told = (await messenger.inChannel?.(externalId, what.channel)) ?? 'unknown';
  if (told === 'notNow') return null;
  // Nobody is to suffer from a bot that was not let into its own channel.
  if (told === 'unknown')
    log.warn(
      { channel: what.channel },
      'the bot cannot see who is in a channel: make it an administrator there',
    );
  return { inChannel: told !== 'no' };
}
