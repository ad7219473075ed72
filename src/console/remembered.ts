// A small thing that this device remembers between visits. What cannot be read, or is no longer in shape, was never
// there; a device that refuses to remember is no reason to stop.
import type { z } from 'zod';

export interface Remembered<T> {
  read(): T | null;
  write(value: T): void;
}

export function remembered<S extends z.ZodType>(name: string, schema: S): Remembered<z.output<S>> {
  return {
    read() {
      try {
        const parsed = schema.safeParse(JSON.parse(localStorage.getItem(name) ?? 'null'));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    write(value) {
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Private windows and full disks: the choice then holds for this visit only.
      }
    },
  };
}
