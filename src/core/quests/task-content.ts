// What a task says and asks.
import type { StoreId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { Condition } from '../rules/condition.ts';

export interface TaskContent {
  /** Short, for the map and buttons. */
  titles: Texts;
  /** The question or what is to be done. */
  question: Texts;
  pictureId: string | null;
  /** Empty: there is none. */
  hint: Texts;
  /** Said after a right and after a wrong answer, beside our own words; may be empty. */
  praise: Texts;
  comfort: Texts;
  ask: TaskAsk;
}

export type TaskAsk =
  /** One button of several; `right` holds places of options from 0. Several of them: all, and no other, are to be chosen. */
  | { type: 'quiz'; options: Texts[]; right: number[] }
  /** Written freely, compared as normalise-answer does; `typos`: a slip or two is forgiven. */
  | { type: 'text'; answers: string[]; typos: boolean }
  /** A word hidden on a site, a shelf or a slip: as `text` without slips. */
  | { type: 'code'; answers: string[] }
  /** A QR in a store: it opens the chat with `token`. */
  | { type: 'qr'; token: string; storeId: StoreId | null }
  /** A location shared within `metres` of one of the stores; none named: of any open one. */
  | { type: 'place'; storeIds: StoreId[]; metres: number }
  /** Looked at by staff. */
  | { type: 'photo' }
  /** No answer is wrong. `several`: more than one may be chosen. */
  | { type: 'poll'; options: Texts[]; several: boolean }
  /** A question that is answered in own words; no answer is wrong. */
  | { type: 'survey' }
  /** `count` receipts like `where`, from when the player has joined until the quest is over. */
  | { type: 'purchase'; where: Condition | null; count: number }
  /** `count` people who came by the player's link, and were nobody's member before. */
  | { type: 'friend'; count: number }
  /** Telegram tells who is in a channel; elsewhere, and without one, opening the link is enough. */
  | { type: 'subscribe'; url: string; channel: string | null }
  | { type: 'visit'; url: string }
  /** Stars, 1 to 5. */
  | { type: 'rate' }
  /** To become a member. */
  | { type: 'register' }
  /** `goal`: what a page of a game has to tell at least. The wheel has no goal: `odds` says what it brings, out of their sum. */
  | { type: 'game'; game: 'memory' | 'catch'; goal: number }
  | { type: 'game'; game: 'wheel'; odds: { share: number; points: number; titles: Texts }[] }
  /** Another system says, asked by a signed request to `url`. */
  | { type: 'check'; url: string };

export type TaskType = TaskAsk['type'];

export const TASK_TYPES = [
  'quiz',
  'text',
  'code',
  'qr',
  'place',
  'photo',
  'poll',
  'survey',
  'purchase',
  'friend',
  'subscribe',
  'visit',
  'rate',
  'register',
  'game',
  'check',
] as const satisfies TaskType[];
