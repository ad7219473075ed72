// What this browser remembers between visits: small strings in localStorage. A browser that forbids it simply
// forgets.

const PREFIX = 'kartka.phones.';

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows may refuse; the page works the same without a memory.
  }
}
