// Money as people type it at a till.

/**
 * Minor units from what was typed: `862,40`, `862.4`, `1 240`. Null when it is no sum of money: empty, zero, more than
 * two places after the comma, or anything else.
 */
export function readMoney(typed: string): number | null {
  const parts = /^(\d{1,9})(?:[.,](\d{0,2}))?$/.exec(typed.replace(/[\s\u00a0\u202f']/g, ''));
  if (!parts) return null;
  const minor = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return minor > 0 ? minor : null;
}
