// The actions of buttons of quests. They name the quest and never the player: whoever presses plays as themselves.
import { isId, type QuestId, type TeamId } from '#src/lib/id.ts';
import { readTeamPayload } from '../teams/team.ts';

const VERBS = {
  open: '',
  join: 'j',
  later: 'l',
  next: 'n',
  task: 't',
  map: 'm',
  chapter: 'c',
  option: 'a',
  tick: 'i',
  ticked: 'd',
  stars: 's',
  pressed: 'y',
  hint: 'h',
  askSkip: 'k',
  skip: 'x',
  board: 'b',
  storeBoard: 'o',
  prizes: 'w',
  verify: 'v',
  rename: 'r',
  share: 'p',
  skipped: 'z',
  team: 'g',
} as const;
export type QuestVerb = keyof typeof VERBS;

const VERB_OF = new Map<string, QuestVerb>(
  Object.entries(VERBS).map(([verb, letter]) => [letter, verb as QuestVerb]),
);

/** `q:06bv2k3h9q4w8x0y7z1a:a:12:3`: the third option of task 12 is chosen. Numbers are at most four digits each. */
export function questAction(questId: QuestId, verb: QuestVerb, ...numbers: number[]): string {
  return ['q', questId.slice('qst_'.length), ...(verb === 'open' ? [] : [VERBS[verb]]), ...numbers].join(':');
}

export interface QuestPress {
  questId: QuestId;
  verb: QuestVerb;
  /** 0 where none is named. */
  first: number;
  second: number;
}

const ACTION = /^q:([0-9a-z]{20})(?::([a-z]))?(?::(\d{1,4}))?(?::(\d{1,4}))?$/;

/** Null when it is no action of a quest. */
export function readQuestAction(action: string): QuestPress | null {
  const [, id = '', letter = '', first = '0', second = '0'] = ACTION.exec(action) ?? [];
  const questId = `qst_${id}`;
  const verb = VERB_OF.get(letter);
  if (!verb || !isId('qst', questId)) return null;
  return { questId, verb, first: Number(first), second: Number(second) };
}

/** What a deep link says: `q-…` opens a quest, perhaps with a word on where it hung; `t-…` is the QR of a task, `m-…` a team. */
export type QuestLink =
  | { link: 'quest'; questId: QuestId; source: string | null }
  | { link: 'task'; token: string }
  | { link: 'team'; teamId: TeamId };

/** A payload takes 64 characters (Bot API: deep linking). */
const LINK = /^(?:q-([0-9a-z]{20})(?:-([A-Za-z0-9_-]{1,40}))?|t-([A-Za-z0-9_-]{8,62}))$/;

export function readQuestLink(payload: string | undefined): QuestLink | null {
  const teamId = readTeamPayload(payload ?? '');
  if (teamId) return { link: 'team', teamId };
  const [, id, source = null, token] = LINK.exec(payload ?? '') ?? [];
  if (token) return { link: 'task', token };
  const questId = `qst_${id ?? ''}`;
  return isId('qst', questId) ? { link: 'quest', questId, source } : null;
}

/** The payload of a quest's own link. */
export const questPayload = (questId: QuestId): string => `q-${questId.slice('qst_'.length)}`;
