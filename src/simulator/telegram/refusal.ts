// What the Bot API answers when it says no. Descriptions are those of the real server (tdlib/telegram-bot-api).

export class TelegramRefusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;
  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const badRequest = (what: string): TelegramRefusal => new TelegramRefusal(400, `Bad Request: ${what}`);
export const forbidden = (what: string): TelegramRefusal => new TelegramRefusal(403, `Forbidden: ${what}`);
/** `seconds` is how long the whole bot has to wait. */
export const tooMany = (seconds: number): TelegramRefusal =>
  new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, seconds);

/** The JSON envelope of a refusal. */
export function refusalBody(refusal: TelegramRefusal): string {
  return JSON.stringify({
    ok: false,
    error_code: refusal.code,
    description: refusal.message,
    ...(refusal.retryAfter === undefined ? {} : { parameters: { retry_after: refusal.retryAfter } }),
  });
}
