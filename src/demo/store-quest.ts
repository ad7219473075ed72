import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { sentOf } from '#src/core/quests/author/draft-of.ts';
import { launchQuest } from '#src/core/quests/author/launch-quest.ts';
import type { PrizeDraft, TaskDraft } from '#src/core/quests/author/quest-draft.ts';
import { draftSample } from '#src/core/quests/author/sample/weekend-quest.ts';
import type { QuestTerms } from '#src/core/quests/quest-terms.ts';
import type { TaskContent } from '#src/core/quests/task-content.ts';
import type { Tx } from '#src/db/client.ts';

const ACTOR = 'demo';
const HOUR_MS = 3_600_000;

/** The weekend quest, under way since an hour ago and until Sunday evening. Call it once. */
export async function storeQuest(tx: Tx, at: Date): Promise<void> {
  const draft = await draftSample(tx, at, new Date(at.getTime() - HOUR_MS));
  const tasks = draft.tasks.map(playable);
  const terms = { ...draft.terms, team: TEAM };
  const prizes = [...draft.prizes, TEAM_PRIZE];
  const questId = await createQuest(tx, {
    draft: sentOf({ ...draft, terms, prizes, tasks }),
    actor: ACTOR,
    at,
  });
  await launchQuest(tx, { questId, actor: ACTOR, at });
}

/** So small that two can reach it, and so large that one who has just registered cannot. */
const TEAM: QuestTerms['team'] = {
  goal: 150,
  titles: { uk: '150 балів на всіх', ru: '150 баллов на всех', en: '150 points together' },
};

const TEAM_PRIZE: PrizeDraft = {
  titles: { uk: 'Приз команди', ru: 'Приз команды', en: 'The team’s prize' },
  prize: { kind: 'points', points: 20 },
  goesTo: 'everyone',
  qualifies: { team: true },
  stock: null,
  delayDays: 0,
};

/** The demo has no partner whose system could say that something was done: in its place stands a question. */
function playable(task: TaskDraft): TaskDraft {
  const isForPartner = task.content.ask.type === 'check';
  return isForPartner ? { ...task, taskKey: 'razom', content: COMPANY, points: 5 } : task;
}

const COMPANY: TaskContent = {
  titles: { uk: 'Хто грає з вами', ru: 'Кто играет с вами', en: 'Who plays along' },
  question: {
    uk: 'З ким ви проходите цей квест?',
    ru: 'С кем вы проходите этот квест?',
    en: 'Who are you playing this quest with?',
  },
  pictureId: null,
  hint: {},
  praise: {},
  comfort: {},
  ask: {
    type: 'poll',
    several: false,
    options: [
      { uk: 'Граю сам чи сама', ru: 'Играю один или одна', en: 'On my own' },
      { uk: 'З родиною', ru: 'С семьёй', en: 'With my family' },
      { uk: 'З друзями', ru: 'С друзьями', en: 'With friends' },
      { uk: 'З колегами', ru: 'С коллегами', en: 'With colleagues' },
    ],
  },
};
