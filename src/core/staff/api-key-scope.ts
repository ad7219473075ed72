// What an API key may open.
export const API_KEY_SCOPES = [
  'receipts:write',
  'members:read',
  'members:write',
  'balance:read',
  'offers:read',
  'offers:write',
  'points:issue',
  'points:redeem',
  'quests:write',
  'metrics:read',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** What a partner's key may open: its points, and whose they are. */
export const PARTNER_SCOPES = [
  'points:issue',
  'points:redeem',
  'quests:write',
  'members:read',
  'balance:read',
] as const satisfies readonly ApiKeyScope[];

export function isApiKeyScope(text: string): text is ApiKeyScope {
  return API_KEY_SCOPES.some((scope) => scope === text);
}
