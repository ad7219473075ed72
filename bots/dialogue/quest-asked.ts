// What the scenes of quests ask for, and what they hear back.
import type { PhotoFile } from '#src/core/deliveries/messenger.ts';
import type { Given } from '#src/core/quests/answer.ts';
import type { WholeQuest } from '#src/core/quests/read-quest.ts';
import type { QuestMessage } from '#src/core/quests/tell/quest-message.ts';
import type { TaskDoors } from '#src/core/quests/tell/task-buttons.ts';
import type { AnsweredTask } from '#src/core/quests/tell/tell-answered.ts';
import type { ToldBoard } from '#src/core/quests/tell/tell-board.ts';
import type { ToldWin } from '#src/core/quests/tell/tell-prizes.ts';
import type { ToldDraw } from '#src/core/quests/tell/tell-verify.ts';
import type { Listed } from '#src/core/quests/tell/tell-welcome.ts';
import type { QuestView } from '#src/core/quests/view-quest.ts';
import type { Refusal } from '#src/core/refusal.ts';

export type QuestAsked =
  | { quest: 'list' }
  /** How the draw of the quest that they play or played last can be checked. */
  | { quest: 'draw' }
  /** What a link brought. */
  | { quest: 'link'; link: string }
  | { quest: 'open'; questId: string }
  | { quest: 'join'; questId: string }
  /** The next task, or what there is instead. */
  | { quest: 'next'; questId: string }
  | { quest: 'task'; questId: string; taskNo: number }
  | { quest: 'answer'; questId: string; taskNo: number; given: Given }
  | { quest: 'photo'; questId: string; taskNo: number; file: PhotoFile }
  | { quest: 'hint' | 'skip' | 'askSkip'; questId: string; taskNo: number }
  | { quest: 'picked'; questId: string; taskNo: number; picked: number[] }
  | { quest: 'map' | 'prizes' | 'verify' | 'skipped' | 'team'; questId: string }
  | { quest: 'chapter'; questId: string; chapterNo: number; page: number }
  | { quest: 'board'; questId: string; ofStore: boolean }
  | { quest: 'rename'; questId: string; nickname: string };

/** What is to be shown. */
export type QuestShown =
  | { show: 'list'; quests: Listed[] }
  | { show: 'welcome'; whole: WholeQuest; mayJoin: boolean; refusal: Refusal | null }
  /** It is on its way; what comes of it is told later. `toast`: said over the chat meanwhile. */
  | { show: 'wait'; toast: 'checking' | null }
  | ({ show: 'play' } & Played);

/** Somebody plays: their quest as it is now, and where in it they look. */
export interface Played {
  view: QuestView;
  at: PlayPlace;
  doors: TaskDoors;
  /** What came of answers, in their order. */
  told: AnsweredTask[];
  refusal: Refusal | null;
  joined: boolean;
  /** The one message of the quest; null: there is none. */
  message: QuestMessage | null;
}

export type PlayPlace =
  | { place: 'task'; taskNo: number; asksSkip: boolean; picked: number[] }
  /** Nothing to do at the moment. */
  | { place: 'finish' }
  | { place: 'map' }
  | { place: 'team' }
  | { place: 'chapter'; chapterNo: number; page: number }
  | { place: 'prizes'; wins: ToldWin[] }
  | { place: 'verify'; draw: ToldDraw | null }
  | ({ place: 'board' } & ToldBoard);

export interface QuestCommand {
  do: 'quest';
  asked: QuestAsked;
}

export type QuestOutcome = { kind: 'did'; did: 'quest'; asked: QuestAsked['quest'] } & QuestShown;
