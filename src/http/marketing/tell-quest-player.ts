import type {
  PlayerAttempt,
  PlayerFile as PlayerFileTold,
  ListedPlayer as Told,
} from '#src/contract/quest-players.ts';
import { shortName } from '#src/core/members/person-name.ts';
import type { ListedPlayer } from '#src/core/quests/live/list-players.ts';
import type { PlayerFile } from '#src/core/quests/live/read-player.ts';
import { sayGiven, sayRight } from '#src/core/quests/live/say-given.ts';
import type { Attempt } from '#src/core/quests/player.ts';
import type { Task } from '#src/core/quests/read-quest.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';

export function tellListed({ name, ...player }: ListedPlayer): Told {
  return {
    ...player,
    shownName: name && shortName(name),
    joinedAt: player.joinedAt.toISOString(),
    lastAt: player.lastAt.toISOString(),
    finishedAt: player.finishedAt?.toISOString() ?? null,
  };
}

/** A player with every task in the order in which they are played, those first that nobody has shown them last. */
export function tellPlayerFile(file: PlayerFile, language: Language): PlayerFileTold {
  const { player, person, whole, progress, corrections, wins } = file;
  const byTask = Map.groupBy(file.attempts, ({ taskNo }) => taskNo);
  const states = new Map(progress.map((row) => [row.taskNo, row]));
  const nameOf = (actor: string) => file.names.get(actor) ?? actor;
  return {
    playerId: player.playerId,
    memberId: player.memberId,
    nickname: player.nickname,
    shownName: person.name,
    phone: person.phone,
    messenger: person.messenger,
    score: player.score,
    paid: player.paid,
    unpaidBecause: player.unpaidBecause,
    joinedAt: player.joinedAt.toISOString(),
    lastAt: player.lastAt.toISOString(),
    finishedAt: player.finishedAt?.toISOString() ?? null,
    tasks: whole.tasks.map((task) => {
      const { taskNo, chapterNo, type, content } = task;
      const stand = states.get(taskNo);
      return {
        taskNo,
        chapterNo,
        type,
        title: textIn(content.titles, language),
        state: stand?.state ?? 'unseen',
        points: stand?.points ?? 0,
        hinted: stand?.hinted ?? false,
        counted: stand?.counted ?? 0,
        right: sayRight(content, language),
        attempts: (byTask.get(taskNo) ?? []).map((attempt) =>
          tellAttempt(attempt, { task, language, nameOf }),
        ),
      };
    }),
    corrections: corrections.map(({ points, taskNo, reason, correctedBy, correctedAt }) => ({
      points,
      taskNo,
      reason,
      by: nameOf(correctedBy),
      at: correctedAt.toISOString(),
    })),
    wins: wins.map(({ winId, prizeNo, status, place, wonAt, readyAt }) => ({
      winId,
      status,
      place,
      title: textIn(whole.prizes.find((prize) => prize.prizeNo === prizeNo)?.titles ?? {}, language),
      wonAt: wonAt.toISOString(),
      readyAt: readyAt.toISOString(),
    })),
  };
}

function tellAttempt(
  attempt: Attempt,
  { task, language, nameOf }: { task: Task; language: Language; nameOf: (actor: string) => string },
): PlayerAttempt {
  // Only answers that were judged are stored.
  const given = attempt.given as Parameters<typeof sayGiven>[0];
  return {
    attemptKey: attempt.attemptKey,
    taskNo: attempt.taskNo,
    taskVersion: attempt.taskVersion,
    kind: given.kind,
    said: sayGiven(given, task.content, language),
    pictureId: given.kind === 'photo' ? given.pictureId : null,
    metres: given.kind === 'place' ? given.metres : null,
    verdict: attempt.verdict,
    points: attempt.points,
    at: attempt.attemptedAt.toISOString(),
    decidedBy: attempt.decidedBy && nameOf(attempt.decidedBy),
    decidedAt: attempt.decidedAt?.toISOString() ?? null,
    note: attempt.decisionNote,
    regradedFrom: attempt.regradedFrom,
  };
}
