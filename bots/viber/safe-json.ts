// JSON with Viber's 64-bit tokens. As a number, 5741311803571721087 becomes 5741311803571721000, and two messages one.

/** Like JSON.parse, but `message_token` and every integer that a number cannot hold exactly stay as text. */
export function parseSafeJson(text: string): unknown {
  return JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    const exact = key !== 'message_token' && (!Number.isInteger(value) || Number.isSafeInteger(value));
    return exact ? value : context.source;
  });
}
