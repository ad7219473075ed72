import type { Tx } from '#src/db/client.ts';
import { recordEvents } from '../events/record-event.ts';
import type { GainChange, Settle } from './settle-stages.ts';

/**
 * Records what members have to know of stages: that one is reached whose privilege waits, that nothing is left of it, and
 * that one is gone. A privilege that is given at once is told of when it is given, and one that is taken back then.
 */
export async function tellGains(
  tx: Tx,
  { challenge, at }: Settle,
  changes: readonly GainChange[],
): Promise<void> {
  const { challengeId, terms } = challenge;
  const told = changes.flatMap(({ memberId, periodNo, stageNo, was, to }) => {
    const kind = kindOf(to, was?.status, terms.delayDays > 0);
    return kind ? [{ memberId, happened: { kind, data: { challengeId, periodNo, stageNo } } }] : [];
  });
  await recordEvents(tx, told, at);
}

function kindOf(to: GainChange['to'], was: GainChange['to'] | undefined, waits: boolean) {
  if (to === 'waiting') return waits ? ('challenge.reached' as const) : null;
  if (to === 'missed') return was === 'missed' ? null : ('challenge.missed' as const);
  // Whoever was not told of it does not miss it.
  if (to === 'lost') return waits && was === 'waiting' ? ('challenge.lost' as const) : null;
  return null;
}
