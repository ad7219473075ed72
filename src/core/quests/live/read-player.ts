// One player with everything that was given, said and decided, as the staff read it.
import { asc, eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questAttempt, questCorrection, questProgress, questWin } from '#src/db/schema/quests.ts';
import type { MemberId, PlayerId, QuestId } from '#src/lib/id.ts';
import { shortName } from '../../members/person-name.ts';
import { maskPhone } from '../../members/phone-number.ts';
import { readStaffNames } from '../../staff/read-staff-names.ts';
import type { Attempt, Player, Progress } from '../player.ts';
import { readWholeQuest, type WholeQuest } from '../read-quest.ts';
import { requirePlayer } from './require-player.ts';

export interface PlayerFile {
  whole: WholeQuest;
  player: Player;
  person: {
    name: string | null;
    phone: string | null;
    messenger: 'telegram' | 'viber';
    memberId: MemberId | null;
  };
  /** Oldest first. */
  attempts: Attempt[];
  progress: Progress[];
  corrections: (typeof questCorrection.$inferSelect)[];
  wins: (typeof questWin.$inferSelect)[];
  /** Of staff who have decided or corrected, by their ids. */
  names: Map<string, string>;
}

/** Throws Refusal `player_not_found`. */
export async function readPlayer(
  db: Reader,
  { questId, playerId }: { questId: QuestId; playerId: PlayerId },
): Promise<PlayerFile> {
  const player = await requirePlayer(db, { questId, playerId });
  const [whole, person, attempts, progress, corrections, wins] = await Promise.all([
    readWholeQuest(db, questId),
    readPerson(db, player),
    db
      .select()
      .from(questAttempt)
      .where(eq(questAttempt.playerId, playerId))
      .orderBy(asc(questAttempt.attemptedAt), asc(questAttempt.attemptKey)),
    db.select().from(questProgress).where(eq(questProgress.playerId, playerId)).orderBy(questProgress.taskNo),
    db
      .select()
      .from(questCorrection)
      .where(eq(questCorrection.playerId, playerId))
      .orderBy(questCorrection.correctedAt),
    db.select().from(questWin).where(eq(questWin.playerId, playerId)).orderBy(questWin.wonAt),
  ]);
  const names = await readStaffNames(db, [
    ...attempts.flatMap(({ decidedBy }) => decidedBy ?? []),
    ...corrections.map(({ correctedBy }) => correctedBy),
  ]);
  return { whole, player, person, attempts, progress, corrections, wins, names };
}

async function readPerson(db: Reader, { identityId, memberId }: Player): Promise<PlayerFile['person']> {
  const [row] = await db.execute<{
    name: string | null;
    phone: string | null;
    messenger: 'telegram' | 'viber';
  }>(sql`
    select m.name, m.phone, i.messenger from identity i left join member m on m.member_id = ${memberId}
    where i.identity_id = ${identityId}`);
  const { name = null, phone = null, messenger = 'telegram' } = row ?? {};
  return { name: name && shortName(name), phone: phone && maskPhone(phone), messenger, memberId };
}
