// What an API key may open.
export const API_KEY_SCOPES = [
  'receipts:write',
  'members:read',
  'members:write',
  'balance:read',
  'offers:read',
  'offers:write',
  'metrics:read',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export function isApiKeyScope(text: string): text is ApiKeyScope {
  return API_KEY_SCOPES.some((scope) => scope === text);
}
