// The port to whoever carries SMS. Like a messenger it never throws for what the outside world does.

export interface SmsMessage {
  /** E.164. */
  phone: string;
  text: string;
}

export type SmsOutcome =
  | { outcome: 'sent' }
  /** Not accepted: the gateway said why, in words without the phone. `again`: it never heard of it. */
  | { outcome: 'failed'; reason: string; again?: boolean }
  /** No answer came; it may arrive. */
  | { outcome: 'unknown'; reason: string };

export interface SmsGateway {
  send(message: SmsMessage): Promise<SmsOutcome>;
}
