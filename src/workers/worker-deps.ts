// What the workers are handed by whoever starts them.
import type { CampaignLinks } from '#src/core/campaigns/content/campaign-link.ts';
import type { Messenger, MessengerName } from '#src/core/deliveries/messenger.ts';
import type { Key } from '#src/core/deliveries/prompt.ts';
import type { SmsGateway } from '#src/core/members/sms-gateway.ts';
import type { Wallets } from '#src/core/passes/tell-wallets.ts';
import type { KnownRules } from '#src/core/rules/known-rules.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { WebhookSettings } from '#src/core/webhooks/endpoint-shape.ts';
import type { Database, Tx } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import type { Language } from '#src/lib/language.ts';

/** Pino's shape: what is known, then words. Nothing personal in either. */
export interface WorkerLog {
  info(details: object, words: string): void;
  warn(details: object, words: string): void;
  error(details: object, words: string): void;
}

/** One line of what happens underneath, without personal data. */
export interface TraceStep {
  /** Such as `scene`, `notice`, `delivery sent`. */
  step: string;
  detail: string;
  messenger?: MessengerName;
  /** The messenger's id of the person whom the line is about. */
  externalId?: string;
}

/** What came of one update. */
export interface Conversed {
  /** Where the conversation stands now, for the trace. */
  scene?: string;
  /** It has locked a member: nothing may be done after it in the same transaction. */
  locksMember?: boolean;
  /** What must not happen before the commit and not twice, such as an SMS. Lost when the process dies right then. */
  afterCommit?: () => Promise<unknown>;
}

export interface WebhookCalls extends WebhookSettings {
  /** How long a call may take, 15 s when left out. */
  timeoutMs?: number;
}

export interface WorkerDeps<Update = unknown> {
  /** Pools of the workers' own, so that a broadcast cannot starve the cashiers. */
  database: Database;
  /** The same database, for the session that shows that this worker lives. */
  databaseUrl: string;
  /** Where replays read receipts; the database itself when left out. */
  replicaUrl?: string;
  clock: Clock;
  log: WorkerLog;
  /** The messengers that are set up, one of each kind at most. */
  messengers: Messenger[];
  /** Reads a stored update; null when the conversation has nothing to say to it. Never throws. */
  readUpdate: Record<MessengerName, (payload: unknown, at: Date) => Update | null>;
  /**
   * Carries on the conversations of several people by one update each, in the transaction given; in their order. It may
   * stop early: what has no answer is asked again in the next transaction.
   */
  converse: (tx: Tx, updates: Update[]) => Promise<Conversed[]>;
  /** The shop's settings and rules as they are now, for each member's own offers; without it those slots stay empty. */
  inForce?: () => Promise<{ known: KnownProgramme; rules: KnownRules }>;
  /** Makes the addresses of campaigns' buttons. */
  campaignLinks?: CampaignLinks;
  /** The keyboard that stays below the chat. */
  keyboard?: (language: Language) => Key[][];
  /** Small things to be done every minute, each in its own transaction, such as letting burn requests expire. */
  everyMinute?: ((tx: Tx, at: Date) => Promise<unknown>)[];
  /** The same, called again at once while they answer true. */
  again?: ((tx: Tx, at: Date) => Promise<boolean>)[];
  /** What rules have to say to anything but a receipt: the next events, and the next members of a sweep of the day. */
  triggers?: {
    follow: (tx: Tx, at: Date, limit: number) => Promise<number>;
    sweep: (tx: Tx, at: Date, limit: number) => Promise<boolean>;
  };
  /** Whoever carries the SMS of campaigns; they fail when left out. */
  sms?: SmsGateway;
  /** Whom to tell when a card in a wallet shows something old; nobody when left out. */
  wallets?: Wallets;
  /** Groups that play quests together; nobody is told of theirs when left out. */
  teams?: { chatAddress: (payload: string) => string };
  /** Other systems are told what has happened. */
  webhooks?: WebhookCalls;
  trace?: (line: TraceStep) => void;
  /** Shown in the worker table and in pg_stat_activity. */
  name?: string;
  /** How long `stop` waits for what is in flight, 10 s when left out. */
  stopWithinMs?: number;
}
