// The port to a messenger. It never throws for what the outside world does: every expected misfortune is an outcome,
// and the loop that called decides.
import type { MessagePrompt, Prompt } from './prompt.ts';

export type MessengerName = 'telegram' | 'viber';
/** The ways of a campaign. */
export type Channel = MessengerName | 'sms';

export type SendOutcome =
  /** Accepted. `fileId` is the messenger's id of the picture that was uploaded with it. */
  | { outcome: 'sent'; externalMessageId: string; fileId?: string }
  /**
   * Surely not accepted; may be tried again after `delayMs`. `wholeBot`: nothing may be sent until then. `movedTo`: the
   * messenger's new id of the chat, which the adapter tells the inbox.
   */
  | { outcome: 'retry'; delayMs: number; wholeBot: boolean; reason: string; movedTo?: number }
  /** The person has blocked the bot, unsubscribed or is gone: write no more until they come back. */
  | { outcome: 'unreachable'; reason: string }
  /** This message is refused for good: a fault of ours or of its content. */
  | { outcome: 'rejected'; reason: string }
  /** The bot itself is refused (token, suspension): stop everything bulk and tell the operator. */
  | { outcome: 'botRefused'; reason: string }
  /** Perhaps accepted: the answer did not come. Never repeated. */
  | { outcome: 'unknown'; reason: string };

export interface SendRequest {
  /** The messenger's id of the person. */
  externalId: string;
  prompt: Prompt;
  /** The messenger's id of the message that an edit means. */
  editOf?: string;
  /** The messenger's id of a picture that was uploaded before. */
  fileId?: string;
  /** Marks bulk messages where the messenger wants to know. */
  bulk: boolean;
  /** Telegram: for its fee a message it takes up to 1,000 of them a second. */
  paid?: boolean;
}

/** What a photo that somebody has sent is fetched by: Telegram's id of the file, or Viber's address, which lasts a while. */
export type PhotoFile = { fileId: string } | { url: string };

export type FetchedPhoto =
  | { bytes: Uint8Array }
  /** It is larger than was asked for, or gone: trying again brings nothing. */
  | { bytes: null; why: 'tooLarge' | 'gone' }
  | { bytes: null; why: 'notNow' };

/** The same message to many people in one call. */
export interface Broadcast {
  /** Receivers of one call. */
  readonly most: number;
  /** Calls a second. */
  readonly perSecond: number;
  /** What became of it for each, in their order; null: the bot may not do this, and nobody got anything. */
  send(request: { externalIds: string[]; prompt: MessagePrompt }): Promise<SendOutcome[] | null>;
}

export interface Messenger<Name extends Channel = MessengerName> {
  readonly name: Name;
  /** Identifies the bot among all processes, such as `telegram:123456`: the key of its pacer and pictures. */
  readonly bot: string;
  /** How many bulk messages a second this messenger takes from the bot. */
  readonly bulkPerSecond: number;
  /** Left out where the messenger knows no such call. */
  readonly broadcast?: Broadcast;
  send(request: SendRequest): Promise<SendOutcome>;
  /** The photo, of at most so many bytes. Never throws for what the outside world does. */
  fetchPhoto?(file: PhotoFile, mostBytes: number): Promise<FetchedPhoto>;
  /**
   * Whether somebody is in a channel such as `@poruch`. `unknown`: it cannot be told, because the bot may not see who is
   * there. Left out where the messenger knows no channels.
   */
  inChannel?(externalId: string, channel: string): Promise<'yes' | 'no' | 'unknown' | 'notNow'>;
}
