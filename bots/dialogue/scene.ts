// What a scene is: a pure function from where the conversation stands and what came, to where it stands next, what is
// to be done and what is to be said. It reads no database and no clock; the view holds all it may know.
import type { Button, MessagePrompt, RichText } from '#src/core/deliveries/prompt.ts';
import type { Identity } from '#src/core/members/ensure-identity.ts';
import type { Member } from '#src/core/members/read-member.ts';
import type { QuestMessage } from '#src/core/quests/tell/quest-message.ts';
import type { Currency } from '#src/core/stores/list-currencies.ts';
import type { Programme, Tier } from '#src/core/stores/read-programme.ts';
import type { Language } from '#src/lib/language.ts';
import type { Command, Outcome } from './command.ts';
import type { DialogueAct } from './event.ts';
import type { State } from './state.ts';

export interface View {
  identity: Identity;
  language: Language;
  /** Null: not registered. */
  member: Member | null;
  programme: Programme;
  tiers: Tier[];
  /** Open ones, the programme's points first. */
  currencies: Currency[];
  at: Date;
}

/** A message as a scene asks for it; the keyboard that fits the state is added unless it names one. */
export interface Say {
  text: RichText;
  buttons?: Button[][];
  picture?: MessagePrompt['picture'];
  document?: MessagePrompt['document'];
  protect?: boolean;
  /** Changes the message whose button was pressed, where there is one; a new message otherwise. */
  inPlace?: boolean;
  /** How the text changes later, where messages can be edited. */
  later?: { afterMs: number; text: RichText; buttons?: Button[][] }[];
  /** Not sent later than this after now: it would have lost its sense. */
  withinMs?: number;
  /** Said once for this key, however often it is asked for; later events find the message by it. */
  onceKey?: string;
  /** It is the one message of a quest, which is changed as the quest goes on where the messenger can do that. */
  lasting?: Lasting;
}

export interface Lasting {
  message: QuestMessage;
  /** It has slid away: a new one comes at the end of the chat, unless a button of it was pressed. */
  fresh: boolean;
  /** It comes to stand where the pressed button was, when there is none yet. */
  adopts: boolean;
}

export interface Step {
  /** Unchanged when left out. */
  state?: State;
  commands?: Command[];
  say?: Say[];
  /** A word over the chat for a pressed button. */
  toast?: string;
}

export type SceneEvent = DialogueAct | Outcome;

/** Null: this event is for a scene further down the list. */
export type Scene = (state: State, event: SceneEvent, view: View) => Step | null;
