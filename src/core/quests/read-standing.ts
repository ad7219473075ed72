// What players are judged and shown by beside their own rows: one statement, however many of them there are.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { DeliveryId, PlayerId } from '#src/lib/id.ts';
import type { Attempt, Progress } from './player.ts';
import type { Quest } from './read-quest.ts';

/** How a quest is at the moment, beside what is kept of it in memory. */
export type QuestNow = Pick<
  Quest,
  'status' | 'startsAt' | 'endsAt' | 'version' | 'endedAt' | 'drawnAt' | 'drawCommitment'
>;

export interface Standing {
  quest: QuestNow;
  /** Of every task that was seen, by its number. */
  seen: ReadonlyMap<number, Progress>;
  /** By the keys that were asked for; null: there is none. */
  attempts: ReadonlyMap<string, Attempt | null>;
  /** Numbers of prizes: what the player has won, and what nobody can win any more because none is left. */
  won: ReadonlySet<number>;
  gone: ReadonlySet<number>;
  /** The message of the quest; null: there is none, or it never went out. */
  message: FoundMessage | null;
}

/** A message that went out, or is about to. */
export interface FoundMessage {
  deliveryId: DeliveryId;
  /** The messenger's own id; null: the messenger has not told it yet. */
  externalMessageId: string | null;
  /** Of the uploaded picture that it carries; null: it has none. */
  pictureId: string | null;
}

interface StandingRow extends QuestNow {
  playerId: PlayerId;
  seen: SeenRow[] | null;
  attempts: Record<string, unknown>[] | null;
  won: number[] | null;
  gone: number[] | null;
  messageId: DeliveryId | null;
  externalMessageId: string | null;
  pictureId: string | null;
}
/** Of quest_progress in the order of its columns, without the player; moments as text. */
type SeenRow = [
  taskNo: number,
  state: Progress['state'],
  attempts: number,
  shownAt: string,
  againAt: string | null,
  hinted: boolean,
  points: number,
  counted: number,
  doneAt: string | null,
];

interface WhoseStanding {
  playerIds: readonly PlayerId[];
  /** Of attempts. */
  keys: readonly string[];
  /** Quests that are over are left out. */
  onlyLive: boolean;
}

/** Players that are no more are left out. What is read is as fresh as the statement: lock the players before it. */
export async function readStandings(
  db: Reader,
  { playerIds, keys, onlyLive }: WhoseStanding,
): Promise<Map<PlayerId, Standing>> {
  if (playerIds.length === 0) return new Map();
  const rows = await db.execute<StandingRow & Record<string, unknown>>(sql`
    select player_id as "playerId", status, starts_at as "startsAt", ends_at as "endsAt", version, ended_at as "endedAt",
      drawn_at as "drawnAt", draw_commitment as "drawCommitment", seen, attempts, won, gone, message_id as "messageId",
      external_message_id as "externalMessageId", picture_id as "pictureId"
    from read_standings(${sql.param([...playerIds])}::text[], ${sql.param([...keys])}::text[], ${onlyLive}::boolean)`);
  return new Map(rows.map((row) => [row.playerId, standingOf(row, keys)]));
}

function standingOf(row: StandingRow, keys: readonly string[]): Standing {
  const { playerId, messageId, externalMessageId, pictureId } = row;
  const { status, startsAt, endsAt, version, endedAt, drawnAt, drawCommitment } = row;
  const found = new Map((row.attempts ?? []).map(asAttempt).map((each) => [each.attemptKey, each]));
  return {
    quest: { status, startsAt, endsAt, version, endedAt, drawnAt, drawCommitment },
    seen: new Map((row.seen ?? []).map((each) => [each[0], asProgress(playerId, each)])),
    attempts: new Map(keys.map((key) => [key, found.get(key) ?? null])),
    won: new Set(row.won),
    gone: new Set(row.gone),
    message: messageId && { deliveryId: messageId, externalMessageId, pictureId },
  };
}

function asProgress(
  playerId: PlayerId,
  [taskNo, state, attempts, shownAt, againAt, hinted, points, counted, doneAt]: SeenRow,
): Progress {
  return {
    playerId,
    taskNo,
    state,
    attempts,
    shownAt: new Date(shownAt),
    againAt: againAt === null ? null : new Date(againAt),
    hinted,
    points,
    counted,
    doneAt: doneAt === null ? null : new Date(doneAt),
  };
}

/** A row as Postgres writes it in JSON: names with underlines, moments as text. */
function asAttempt(row: Record<string, unknown>): Attempt {
  const entries = Object.entries(row).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    name.endsWith('_at') && typeof value === 'string' ? new Date(value) : value,
  ]);
  // The columns are those of the table, which the type describes.
  return Object.fromEntries(entries) as Attempt;
}
