// Hears a USB scanner anywhere on the page, whatever has the focus. What it typed into a field on the way is taken out
// of that field again, and its Enter presses nothing.
import { useEffect, useEffectEvent } from 'react';
import { scannerKeys } from './scanner-keys.ts';

/** Calls `onScan` with every code that a USB scanner types. */
export function useScanner(onScan: (code: string) => void): void {
  const heard = useEffectEvent(onScan);
  useEffect(() => {
    const keys = scannerKeys();
    let restore = (): void => undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const code = keys.press({ key: event.key, at: event.timeStamp });
      if (keys.justBegan()) restore = rememberField(event.target);
      if (code === null) return;
      event.preventDefault();
      event.stopPropagation();
      restore();
      heard(code);
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
}

/** How to put a field back as it is now. React hears of it as of any typing. */
function rememberField(target: EventTarget | null): () => void {
  if (!(target instanceof HTMLInputElement)) return () => undefined;
  const { value } = target;
  return () => {
    // React replaces the field's own setter; the one beneath it leaves the change for React to notice.
    Reflect.set(HTMLInputElement.prototype, 'value', value, target);
    target.dispatchEvent(new Event('input', { bubbles: true }));
  };
}
