// Text that JSON can carry and PostgreSQL cannot keep: U+0000, and half of a surrogate pair.
// Source: postgresql.org/docs/18/datatype-character.html; RFC 8259, section 8.2.

/** Where in what was sent such text stands, as a path of keys; null when there is none. */
export function findUnstorable(value: unknown): string[] | null {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? [] : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (findUnstorable(key)) return [];
    const path = findUnstorable(inner);
    if (path) return [key, ...path];
  }
  return null;
}
