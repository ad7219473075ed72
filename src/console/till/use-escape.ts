import { useEffect, useEffectEvent } from 'react';

/** Calls `onEscape` when Esc is pressed and nothing in front of the screen (a menu, a dialog) has used it. */
export function useEscape(onEscape: () => void): void {
  const pressed = useEffectEvent(onEscape);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const inFront = document.querySelector('[role="alertdialog"], [role="dialog"], [role="menu"]');
      if (event.key === 'Escape' && !event.defaultPrevented && !inFront) pressed();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
