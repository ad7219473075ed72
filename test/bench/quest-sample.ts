// The weekend quest that ships with the product, launched as marketers launch it: out of its spreadsheet, through the checks of a
// draft and of a launch.
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { sentOf } from '#src/core/quests/author/draft-of.ts';
import { launchQuest } from '#src/core/quests/author/launch-quest.ts';
import type { QuestDraft } from '#src/core/quests/author/quest-draft.ts';
import { draftSample } from '#src/core/quests/author/sample/weekend-quest.ts';
import { readWholeQuest, type WholeQuest } from '#src/core/quests/read-quest.ts';
import { type Db, transaction } from '#src/db/client.ts';

const ACTOR = 'bench';
const HOUR_MS = 3_600_000;

/**
 * It runs, and everything of it but its dates is as it ships: the weekend is moved so that the chapters of the Sunday have opened
 * an hour ago. What opens after other tasks still does.
 */
export async function launchSample(db: Db, at: Date): Promise<WholeQuest> {
  return await transaction(db, async (tx) => {
    const draft = onSunday(await draftSample(tx, at), at);
    const questId = await createQuest(tx, { draft: sentOf(draft), actor: ACTOR, at });
    await launchQuest(tx, { questId, actor: ACTOR, at });
    return await readWholeQuest(tx, questId);
  });
}

function onSunday(draft: QuestDraft, at: Date): QuestDraft {
  const opening = draft.chapters.flatMap(({ opens }) => opens.at ?? []);
  const sunday = Math.max(...opening.map((each) => Date.parse(each)));
  const moved = (moment: Date) => new Date(moment.getTime() + at.getTime() - HOUR_MS - sunday);
  return {
    ...draft,
    startsAt: draft.startsAt && moved(draft.startsAt),
    endsAt: draft.endsAt && moved(draft.endsAt),
    chapters: draft.chapters.map(({ titles, opens }) => ({
      titles,
      opens: { ...opens, ...(opens.at && { at: moved(new Date(opens.at)).toISOString() }) },
    })),
  };
}
