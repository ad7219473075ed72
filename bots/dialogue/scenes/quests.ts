// Quests in the chat, for members and guests: the list, a link, joining, and everything that is done with a task. What is
// shown then is quest-screens.ts.
import {
  type QuestPress,
  questAction,
  readQuestAction,
  readQuestLink,
} from '#src/core/quests/tell/quest-action.ts';
import type { DialogueAct } from '../event.ts';
import type { QuestAsked } from '../quest-asked.ts';
import type { Scene, SceneEvent, Step, View } from '../scene.ts';
import type { State, StateOf } from '../state.ts';
import { label, words } from '../words.ts';
import { showQuest } from './quest-screens.ts';
import { refusalText } from './refusal-text.ts';

/** A stranger in the middle of registering goes on with that. */
const ELSEWHERE: State['scene'][] = ['code', 'name', 'plastic', 'consent'];

export const quests: Scene = (state, event, view) => {
  if (event.kind === 'did') return event.did === 'quest' ? showQuest(state, event, view) : null;
  if (event.kind === 'refused') return event.did === 'quest' ? refused(event, view) : null;
  if (!view.member && ELSEWHERE.includes(state.scene)) return null;
  if (event.kind === 'start') return opened(state, event, view);
  if (state.scene === 'questLink' && event.kind !== 'contact')
    return ask({ quest: 'link', link: state.link });
  if (event.kind === 'action') return pressed(state, event.action, view);
  if (state.scene === 'questName' && event.kind === 'text')
    return ask({ quest: 'rename', questId: state.questId, nickname: event.text });
  return state.scene === 'quest' ? given(state, event, view) : null;
};

/** A phone looks for its place for some seconds, and nobody reaches another one meanwhile. */
const SENT_TWICE_MS = 15_000;

const ask = (asked: QuestAsked): Step => ({ commands: [{ do: 'quest', asked }] });

function opened(state: State, act: Extract<DialogueAct, { kind: 'start' }>, view: View): Step | null {
  const { payload } = act;
  const link = readQuestLink(payload);
  if (!link || !payload) {
    // A guest who presses START again is where they were.
    const plays = !view.member && (state.scene === 'quest' || state.scene === 'questName') && !act.greeted;
    return plays ? ask({ quest: 'open', questId: state.questId }) : null;
  }
  const source = (link.link === 'quest' && link.source) || payload;
  const remember = view.member ? [] : [{ do: 'rememberSource', source } as const];
  // Nothing may be said to them yet: it is kept for their first word, and for when they have registered.
  if (act.greeted)
    return {
      state: { scene: 'questLink', link: payload },
      commands: [...remember, { do: 'keepLink', link: payload }],
    };
  return { commands: [...remember, { do: 'quest', asked: { quest: 'link', link: payload } }] };
}

function pressed(state: State, action: string, view: View): Step | null {
  if (action === 'quest' || action === 'quests') return ask({ quest: 'list' });
  if (action === 'verify') return ask({ quest: 'draw' });
  const press = readQuestAction(action);
  if (!press) return null;
  const { questId, verb, first, second } = press;
  switch (verb) {
    case 'open':
    case 'join':
    case 'next':
    case 'map':
    case 'prizes':
    case 'verify':
    case 'team':
    case 'skipped':
      return ask({ quest: verb, questId });
    case 'later':
      return later(questId, view);
    case 'board':
    case 'storeBoard':
      return ask({ quest: 'board', questId, ofStore: verb === 'storeBoard' });
    case 'chapter':
      return ask({ quest: 'chapter', questId, chapterNo: first, page: second });
    case 'task':
    case 'hint':
    case 'askSkip':
    case 'skip':
      return ask({ quest: verb, questId, taskNo: first });
    case 'option':
      return answer(press, { kind: 'options', options: [second] });
    case 'stars':
      return answer(press, { kind: 'stars', stars: second });
    case 'pressed':
      return answer(press, { kind: 'pressed' });
    case 'tick':
      return ask({ quest: 'picked', questId, taskNo: first, picked: ticked(state, press) });
    case 'ticked': {
      const options = pickedOf(state, press);
      if (options.length === 0) return { toast: label(view.language, 'quests.pickFirst') };
      return answer(press, { kind: 'options', options });
    }
    case 'rename': {
      const text = words(view.language, 'quests.renameAsk');
      return { state: { scene: 'questName', questId }, say: [{ text }] };
    }
    case 'share':
      return view.member
        ? ask({ quest: 'open', questId })
        : { say: [{ text: words(view.language, 'quests.guestDoor') }] };
  }
}

type Given = Extract<QuestAsked, { quest: 'answer' }>['given'];

const answer = ({ questId, first: taskNo }: QuestPress, what: Given): Step =>
  ask({ quest: 'answer', questId, taskNo, given: what });

/** What is ticked so far, of this very task. */
function pickedOf(state: State, { questId, first: taskNo }: QuestPress): number[] {
  const same = state.scene === 'quest' && state.questId === questId && state.taskNo === taskNo;
  return same ? state.picked : [];
}

function ticked(state: State, press: QuestPress): number[] {
  const { second: option } = press;
  const before = pickedOf(state, press);
  return before.includes(option) ? before.filter((each) => each !== option) : [...before, option];
}

/** Words, a picture or a place, where they are awaited. */
function given(state: StateOf<'quest'>, event: SceneEvent, view: View): Step | null {
  const { questId, taskNo, awaits, placed } = state;
  const below: StateOf<'quest'> = { ...state, below: state.below + 1 };
  const answered = (what: Given, then = below): Step => ({
    state: then,
    ...ask({ quest: 'answer', questId, taskNo: taskNo ?? 0, given: what }),
  });
  const at = view.at.getTime();
  // Their thumb sent it twice: the first has settled its task, and the next one is none of its business.
  if (event.kind === 'location' && placed && at - placed.at < SENT_TWICE_MS) return { state: below };
  if (taskNo !== null) {
    if (event.kind === 'text' && awaits === 'words') return answered({ kind: 'text', text: event.text });
    if (event.kind === 'location' && awaits === 'place')
      return answered(
        { kind: 'place', lat: event.lat, lon: event.lon },
        { ...below, placed: { taskNo, at } },
      );
  }
  if (event.kind === 'photo' && taskNo !== null && awaits === 'photo')
    return { state: below, ...ask({ quest: 'photo', questId, taskNo, file: event.file }) };
  if (event.kind === 'location' || event.kind === 'photo')
    return { state: below, say: [{ text: words(view.language, 'quests.notAwaited') }] };
  // A guest has nothing else to talk about here; a member has.
  if (event.kind === 'text' && !view.member && !/^\+?\d[\d\s()-]{8,}$/.test(event.text))
    return { state: below, say: [{ text: words(view.language, 'quests.notHere') }] };
  return null;
}

function later(questId: QuestPress['questId'], { language }: View): Step {
  const key = label(language, 'quests.toQuest');
  const text = words(language, 'quests.laterSaid', { key });
  return {
    say: [{ text, buttons: [[{ label: key, action: questAction(questId, 'open') }]], inPlace: true }],
  };
}

/** What leaves nothing to show beside it. */
function refused(event: Extract<SceneEvent, { kind: 'refused' }>, view: View): Step {
  const list = { label: label(view.language, 'quests.toList'), action: 'quest' };
  const again = event.refusal.code === 'name_not_valid';
  return { say: [{ text: refusalText(event, view), ...(again ? {} : { buttons: [[list]] }) }] };
}
