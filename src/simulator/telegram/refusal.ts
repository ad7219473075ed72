// What the Bot API answers when it says no. Descriptions are those of the real server (tdlib/telegram-bot-api).

export class TelegramRefusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;
  /** The id of the supergroup that the group is now. */
  readonly migratedTo: number | undefined;
  constructor(code: number, description: string, more: { retryAfter?: number; migratedTo?: number } = {}) {
    super(description);
    this.code = code;
    this.retryAfter = more.retryAfter;
    this.migratedTo = more.migratedTo;
  }
}

export const badRequest = (what: string): TelegramRefusal => new TelegramRefusal(400, `Bad Request: ${what}`);
export const forbidden = (what: string): TelegramRefusal => new TelegramRefusal(403, `Forbidden: ${what}`);
/** `seconds` is how long the whole bot has to wait. */
export const tooMany = (seconds: number): TelegramRefusal =>
  new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retryAfter: seconds });
export const upgraded = (migratedTo: number): TelegramRefusal =>
  new TelegramRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migratedTo });

/** The JSON envelope of a refusal. */
export function refusalBody(refusal: TelegramRefusal): string {
  const { retryAfter, migratedTo } = refusal;
  const parameters = {
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(migratedTo === undefined ? {} : { migrate_to_chat_id: migratedTo }),
  };
  return JSON.stringify({
    ok: false,
    error_code: refusal.code,
    description: refusal.message,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  });
}
