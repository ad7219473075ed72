import { useState } from 'react';

export interface Edits<T extends object> {
  /** What is on the screen. */
  next: T;
  /** What was changed, and nothing else: two people at two screens do not undo each other's work. */
  changed: Partial<T>;
  untouched: boolean;
  set: (part: Partial<T>) => void;
  /** What was changed so far is saved: what is changed again meanwhile is still to be. */
  drop: () => void;
}

/** What somebody changes in settings, over the settings as they are stored. */
export function useEdits<T extends object>(before: T): Edits<T> {
  const [edits, setEdits] = useState<Partial<T>>({});
  const changed = withoutSame(edits, before);
  return {
    next: { ...before, ...edits },
    changed,
    untouched: Object.keys(changed).length === 0,
    set: (part) => setEdits((now) => ({ ...now, ...part })),
    drop: () => setEdits((now) => withoutSame(now, edits)),
  };
}

/** Fields that are not the same in `other`. */
export function withoutSame<T extends object>(edits: Partial<T>, other: Partial<T>): Partial<T> {
  const differs = (name: keyof T) => JSON.stringify(edits[name]) !== JSON.stringify(other[name]);
  const names = (Object.keys(edits) as (keyof T)[]).filter(differs);
  return Object.fromEntries(names.map((name) => [name, edits[name]])) as Partial<T>;
}
