/** A scope as a key of the words: a colon would mean something else there. */
export function scopeWord(scope: string): string {
  return scope.replace(':', '-');
}
