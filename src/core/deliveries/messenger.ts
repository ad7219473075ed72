// The port to a messenger. It never throws for what the outside world does: every expected misfortune is an outcome,
// and the loop that called decides.
import type { MessagePrompt, Prompt } from './prompt.ts';

export type MessengerName = 'telegram' | 'viber';
/** The ways of a campaign. */
export type Channel = MessengerName | 'sms';

export type SendOutcome =
  /** Accepted. `fileId` is the messenger's id of the picture that was uploaded with it. */
  | { outcome: 'sent'; externalMessageId: string; fileId?: string }
  /** Surely not accepted; may be tried again after `delayMs`. `wholeBot`: nothing may be sent until then. */
  | { outcome: 'retry'; delayMs: number; wholeBot: boolean; reason: string }
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
}
