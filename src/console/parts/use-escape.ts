import { useEffect, useEffectEvent } from 'react';

/** What takes Esc itself while it is there. */
const WINDOWS =
  '[role="alertdialog"], [role="dialog"], [role="menu"], [aria-haspopup="listbox"][aria-expanded="true"], [data-takes-escape]';
/** A notice over the screen takes it before the screen does. */
const IN_FRONT = { screen: `${WINDOWS}, [data-notice]`, notice: WINDOWS };

/** Calls `onEscape` when Esc is pressed and nothing in front of the screen, or of the notice, has used it. */
export function useEscape(onEscape: () => void, of: keyof typeof IN_FRONT = 'screen'): void {
  const pressed = useEffectEvent(onEscape);
  useEffect(() => {
    let isCovered = false;
    // Once the key has come through, what it has closed is gone.
    const look = () => {
      isCovered = document.querySelector(IN_FRONT[of]) !== null;
    };
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing && !isCovered) pressed();
    };
    window.addEventListener('keydown', look, { capture: true });
    document.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', look, { capture: true });
      document.removeEventListener('keydown', listen);
    };
  }, [of]);
}
