// What happens outside of a quest and matters in it, read in the order in which it happened: somebody has become a member,
// or part of another; somebody has bought, brought back, or brought a friend.
import { and, eq, inArray, isNull, ne, or } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest, questPlayer } from '#src/db/schema/quests.ts';
import type { IdentityId, MemberId, PlayerId } from '#src/lib/id.ts';
import { type Followed, followEvents } from '../../events/follow-events.ts';
import { listIdentities } from '../../members/ensure-identity.ts';
import { memberNow } from '../../members/member-now.ts';
import { adoptGuests, adoptMember, partPlayers } from '../players/adopt-players.ts';
import { lockPlayers } from '../players/lock-players.ts';
import { wakePlayers } from '../prizes/wake-players.ts';
import { type Counted, type CountedType, recountPlayer } from './recount-player.ts';

const KINDS = [
  'member.registered',
  'identity.linked',
  'member.merged',
  'member.parted',
  'receipt.accepted',
  'receipt.returned',
  'friend.joined',
] as const;
/** The name under which they are followed. */
export const QUEST_EVENTS = 'quests';
type QuestEvent = Followed<(typeof KINDS)[number]>['events'][number];

export interface FollowedQuests {
  /** Events it has seen, those of no quest too. */
  seen: number;
  counted: Counted[];
}

/** Handles up to `limit` events. */
export async function followQuests(
  tx: Tx,
  { at, limit }: { at: Date; limit: number },
): Promise<FollowedQuests> {
  // A quest that was launched may owe somebody something after its end, too.
  const isWanted = () => isAnyLaunched(tx);
  const { events, seen } = await followEvents(tx, { reader: QUEST_EVENTS, limit, kinds: KINDS, isWanted });
  if (events.length === 0) return { seen, counted: [] };
  const concerned = await lockConcerned(tx, events);
  const counted: Counted[] = [];
  for (const event of events) counted.push(...(await follow(tx, event, { concerned, at })));
  await wakePlayers(tx, listWoken(events), at);
  return { seen, counted };
}

async function isAnyLaunched(tx: Tx): Promise<boolean> {
  const [launched] = await tx
    .select({ questId: quest.questId })
    .from(quest)
    .where(ne(quest.status, 'draft'))
    .limit(1);
  return launched !== undefined;
}

/** Whose points and prizes may have waited for this: they are members now, or have bought something. */
function listWoken(events: readonly QuestEvent[]): MemberId[] {
  return events.flatMap(({ kind, memberId }) =>
    kind === 'receipt.returned' || kind === 'friend.joined' || kind === 'member.parted' ? [] : memberId,
  );
}

/** Players of quests that are not over, or whose places are not given yet, by their member. */
type Concerned = ReadonlyMap<MemberId, PlayerId[]>;

async function follow(
  tx: Tx,
  event: QuestEvent,
  { concerned, at }: { concerned: Concerned; at: Date },
): Promise<Counted[]> {
  switch (event.kind) {
    case 'member.registered':
    case 'identity.linked': {
      const memberId = await memberNow(tx, event.memberId);
      // An event holds the id as it was stored.
      const identityIds = [event.data.identityId as IdentityId];
      const adopted = await adoptGuests(tx, { identityIds, memberId, at });
      return await recount(tx, event, { playerIds: adopted, types: ALL, ref: memberId, at });
    }
    case 'member.merged': {
      const into = await memberNow(tx, event.memberId);
      const adopted = await adoptMember(tx, { from: event.data.from, into, at });
      return await recount(tx, event, { playerIds: adopted, types: ALL, ref: into, at });
    }
    case 'member.parted': {
      const { from } = event.data;
      const identityIds = (await listIdentities(tx, from)).map(({ identityId }) => identityId);
      await partPlayers(tx, { from, into: event.memberId, identityIds });
      return [];
    }
    case 'receipt.accepted':
    case 'receipt.returned': {
      const playerIds = concerned.get(event.memberId) ?? [];
      const ref = event.kind === 'receipt.accepted' ? event.data.receiptId : event.data.returnId;
      return await recount(tx, event, { playerIds, types: ['purchase'], ref, at });
    }
    case 'friend.joined': {
      const playerIds = concerned.get(event.memberId) ?? [];
      return await recount(tx, event, { playerIds, types: ['friend'], ref: event.data.friendId, at });
    }
  }
}

const ALL: readonly CountedType[] = ['register', 'purchase', 'friend'];

async function recount(
  tx: Tx,
  { eventId }: QuestEvent,
  asked: { playerIds: readonly PlayerId[]; types: readonly CountedType[]; ref: string; at: Date },
): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const playerId of asked.playerIds)
    counted.push(...(await recountPlayer(tx, { ...asked, playerId, key: `event:${eventId}` })));
  return counted;
}

const isOpenStill = and(eq(quest.status, 'ended'), isNull(quest.drawnAt));

/** All of them at once and in order, so that nobody waits in a circle. */
async function lockConcerned(tx: Tx, events: readonly QuestEvent[]): Promise<Concerned> {
  const members = [
    ...new Set(
      events.flatMap((event) => [
        event.memberId,
        ...(event.kind === 'member.merged' ? [event.data.from] : []),
      ]),
    ),
  ];
  const rows = await tx
    .select({ playerId: questPlayer.playerId, memberId: questPlayer.memberId })
    .from(questPlayer)
    .innerJoin(quest, eq(quest.questId, questPlayer.questId))
    .where(
      and(inArray(questPlayer.memberId, members), or(inArray(quest.status, ['live', 'paused']), isOpenStill)),
    );
  await lockPlayers(
    tx,
    rows.map(({ playerId }) => playerId),
  );
  const players = new Map<MemberId, PlayerId[]>();
  for (const { playerId, memberId } of rows)
    if (memberId) players.set(memberId, [...(players.get(memberId) ?? []), playerId]);
  return players;
}
