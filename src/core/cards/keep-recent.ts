// Keeps the few things that were made last, so that a stream of ever new keys cannot fill the memory.

/** Returns a function that gives the value kept for `key`, or makes and keeps it, forgetting the one unused longest. */
export function keepRecent<Value>(most: number): (key: string, make: () => Value) => Value {
  const kept = new Map<string, Value>();
  return (key, make) => {
    const value = kept.get(key) ?? make();
    // A Map remembers the order of insertion: what was used last moves to the end.
    kept.delete(key);
    kept.set(key, value);
    const oldest = kept.keys().next();
    if (kept.size > most && !oldest.done) kept.delete(oldest.value);
    return value;
  };
}
