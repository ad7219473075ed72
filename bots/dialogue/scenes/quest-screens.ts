// What a quest comes to is put on the screen, and where the conversation stands with it is kept.
import type { RichText } from '#src/core/deliveries/prompt.ts';
import { tellAll, toastOf } from '#src/core/quests/tell/tell-answered.ts';
import { tellBoard } from '#src/core/quests/tell/tell-board.ts';
import { tellFinish } from '#src/core/quests/tell/tell-finish.ts';
import { tellChapter, tellMap } from '#src/core/quests/tell/tell-map.ts';
import { tellPrizes } from '#src/core/quests/tell/tell-prizes.ts';
import { isDoable, tellTask } from '#src/core/quests/tell/tell-task.ts';
import { tellTeam } from '#src/core/quests/tell/tell-team.ts';
import { tellVerify } from '#src/core/quests/tell/tell-verify.ts';
import { tellList, tellWelcome } from '#src/core/quests/tell/tell-welcome.ts';
import { lines, type Screen, type Telling } from '#src/core/quests/tell/telling.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Played, QuestOutcome } from '../quest-asked.ts';
import type { Say, Step, View } from '../scene.ts';
import type { State, StateOf } from '../state.ts';
import { label, words } from '../words.ts';

/** So many messages of the person may stand below a message that is changed, before a new one comes below them. */
const MOST_BELOW = 4;

export function showQuest(state: State, event: QuestOutcome, view: View): Step {
  const telling = tellingFor(view);
  if (event.show === 'list') return { say: [screen(tellList(event.quests, telling))] };
  if (event.show === 'wait')
    return event.toast === null ? {} : { toast: label(view.language, `quests.news.${event.toast}`) };
  if (event.show === 'welcome') {
    const { whole, mayJoin, refusal } = event;
    const head = refusal ? refusalSentence(view.language, refusal.code, refusal.details) : '';
    const { questId } = whole.quest;
    return {
      state: { scene: 'quest', questId, taskNo: null, awaits: 'press', picked: [], below: 0 },
      say: [...hello(state, view), screen(tellWelcome({ whole, head, mayJoin }, telling))],
    };
  }
  const opens = ['list', 'link', 'open', 'draw'].includes(event.asked);
  const below = state.scene === 'quest' && state.questId === event.view.quest.questId ? state.below : 0;
  const fresh = opens || below > MOST_BELOW;
  const last = event.told.at(-1);
  const say: Say = {
    ...screen(composed(event, telling)),
    ...(event.message && { lasting: { message: event.message, fresh, adopts: true } }),
  };
  return {
    state: standing(state, event, fresh ? 0 : below),
    say: [...(event.joined ? [] : hello(state, view)), say],
    ...(last && { toast: toastOf(last.answered, telling) }),
  };
}

function tellingFor({ language, identity, programme, at }: View): Telling {
  return {
    language,
    fallback: programme.defaultLanguage,
    messenger: identity.messenger,
    timeZone: programme.timeZone,
    now: at,
  };
}

const screen = ({ text, buttons, pictureId }: Screen): Say => ({
  text,
  buttons,
  ...(pictureId !== null && { picture: { picture: 'stored', pictureId } }),
  inPlace: true,
});

/** A guest who comes for the first time is greeted; the keys below the chat come with it. */
function hello({ scene }: State, { member, language, programme }: View): Say[] {
  const isNew = !member && (scene === 'start' || scene === 'phone');
  return isNew ? [{ text: words(language, 'quests.hello', { shop: programme.shopName }) }] : [];
}

function composed({ view, at, doors, told, refusal, joined }: Played, telling: Telling): Screen {
  const head: RichText = lines(
    joined && label(telling.language, 'quests.joined', { nickname: view.player.nickname }),
    tellAll(view, told, telling),
    refusal && refusalSentence(telling.language, refusal.code, refusal.details),
  );
  switch (at.place) {
    case 'task':
      return tellTask(view, { ...doors, ...at, head }, telling);
    case 'finish':
      return tellFinish(view, telling, head);
    case 'team':
      return tellTeam(view, doors, telling);
    case 'map':
      return tellMap(view, telling, head);
    case 'chapter':
      return tellChapter(view, at, telling);
    case 'prizes':
      return tellPrizes(view, at.wins, telling);
    case 'verify':
      return tellVerify(view, at.draw, telling);
    case 'board':
      return tellBoard(view, at, telling);
  }
}

/** Whoever looks at the map may answer the task that they came from. */
function standing(state: State, { view, at }: Played, below: number): State {
  const { questId } = view.quest;
  const nothing: StateOf<'quest'> = {
    scene: 'quest',
    questId,
    taskNo: null,
    awaits: 'press',
    picked: [],
    below,
    placed: placedIn(state, view),
  };
  if (at.place !== 'task')
    return state.scene === 'quest' && state.questId === questId
      ? { ...state, below, placed: nothing.placed }
      : nothing;
  const viewed = view.tasks.find(({ task }) => task.taskNo === at.taskNo);
  if (!viewed || !isDoable(viewed)) return nothing;
  const { type } = viewed.task.content.ask;
  return { ...nothing, taskNo: at.taskNo, awaits: AWAITED[type] ?? 'press', picked: at.picked };
}

/** A place that left its task to be done may be sent again at once. */
function placedIn(state: State, { quest, tasks }: Played['view']): StateOf<'quest'>['placed'] {
  if (state.scene !== 'quest' || state.questId !== quest.questId) return undefined;
  const { placed } = state;
  return tasks.some((viewed) => viewed.task.taskNo === placed?.taskNo && !isDoable(viewed))
    ? placed
    : undefined;
}

const AWAITED: Partial<Record<string, StateOf<'quest'>['awaits']>> = {
  quiz: 'words',
  poll: 'words',
  text: 'words',
  code: 'words',
  survey: 'words',
  photo: 'photo',
  place: 'place',
};
