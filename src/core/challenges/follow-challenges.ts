// What receipts, returns and merged members mean for challenges, read in the order in which they happened. Whatever is told
// twice, or late, is counted anew from the receipts, so that it comes out the same.
import type { Tx } from '#src/db/client.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { type Followed, followEvents } from '../events/follow-events.ts';
import type { EventKind } from '../events/happened.ts';
import { recordEvents } from '../events/record-event.ts';
import { listReceiptTimes } from '../receipts/list-receipt-times.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { admitTouched } from './admit-touched.ts';
import { askProgress, type Touch } from './ask-progress.ts';
import { mergeTakers, partTakers } from './merge-takers.ts';
import { type Challenge, isAnyCounting, listCounting } from './read-challenge.ts';
import { recountProgress } from './recount-progress.ts';
import { releasePrizes } from './reserve-prizes.ts';
import { noteTold, type ReceiptMoved } from './told-progress.ts';

const KINDS = [
  'receipt.accepted',
  'receipt.returned',
  'member.registered',
  'member.merged',
  'member.parted',
] as const satisfies EventKind[];

/** The name under which they are followed. */
export const CHALLENGE_EVENTS = 'challenges';

type Events = Followed<(typeof KINDS)[number]>['events'];

/** Handles up to `limit` events. Returns how many it has seen. */
export async function followChallenges(tx: Tx, { at, limit }: { at: Date; limit: number }): Promise<number> {
  const isWanted = () => isAnyCounting(tx, at);
  const { events, seen } = await followEvents(tx, {
    reader: CHALLENGE_EVENTS,
    limit,
    kinds: KINDS,
    isWanted,
  });
  if (events.length === 0) return seen;
  const challenges = await listCounting(tx, at);
  if (challenges.length === 0) return seen;
  const { timeZone } = await readProgramme(tx);
  await join(tx, events, challenges);
  const touches = await touchesOf(tx, events);
  const registered = events.flatMap(({ kind, memberId }) => (kind === 'member.registered' ? [memberId] : []));
  const moved: ReceiptMoved[] = [];
  for (const challenge of challenges) {
    const buyers = touches.map(({ memberId }) => memberId);
    await admitTouched(tx, { challenge, registered, buyers, at });
    const asked = await askProgress(tx, { challenge, touches, timeZone, at });
    const counted = await recountProgress(tx, { challenge, asked, at, timeZone });
    const { challengeId } = challenge;
    for (const { memberId, periodNo, after, before, detail } of counted) {
      const of = asked.find((each) => each.memberId === memberId && each.periodNo === periodNo);
      const told = { challengeId, periodNo, progress: Number(after), detail, hasMoved: before !== after };
      for (const receiptId of of?.receiptIds ?? []) moved.push({ ...told, memberId, receiptId });
    }
  }
  await tellReceipts(tx, moved, at);
  return seen;
}

/** The messages of these receipts say something else now. */
async function tellReceipts(tx: Tx, moved: ReceiptMoved[], at: Date): Promise<void> {
  const changed = await noteTold(tx, moved, at);
  const told = changed.map(({ memberId, receiptId, told: of }) => {
    const data = { receiptId, challengeIds: of.map(({ challengeId }) => challengeId) };
    return { memberId, happened: { kind: 'challenge.progressed' as const, data } };
  });
  await recordEvents(tx, told, at);
}

/** Members who have become one, or two again, take part as such before anything is counted. */
async function join(tx: Tx, events: Events, challenges: readonly Challenge[]): Promise<void> {
  for (const { kind, memberId: into, data } of events) {
    if (kind === 'member.parted') await partTakers(tx, { from: data.from, into });
    if (kind !== 'member.merged') continue;
    for (const { challengeId, stageNo } of await mergeTakers(tx, { from: data.from, into })) {
      const challenge = challenges.find((each) => each.challengeId === challengeId);
      if (challenge) await releasePrizes(tx, { challenge, stageNos: [stageNo] });
    }
  }
}

async function touchesOf(tx: Tx, events: Events): Promise<Touch[]> {
  const bought = events.flatMap((event) =>
    event.kind === 'receipt.accepted' || event.kind === 'receipt.returned'
      ? [{ memberId: event.memberId, receiptId: event.data.receiptId as ReceiptId }]
      : [],
  );
  const returned = new Set<string>(
    events.flatMap((event) => (event.kind === 'receipt.returned' ? [event.data.receiptId] : [])),
  );
  const times = await listReceiptTimes(tx, bought);
  const merged: MemberId[] = events.flatMap(({ kind, memberId, data }) =>
    kind === 'member.merged' ? [memberId] : kind === 'member.parted' ? [memberId, data.from] : [],
  );
  return [
    ...times.map((each) => ({
      ...each,
      because: returned.has(each.receiptId) ? ('return' as const) : ('receipt' as const),
    })),
    ...merged.map((memberId) => ({ memberId, because: 'merge' as const })),
  ];
}
