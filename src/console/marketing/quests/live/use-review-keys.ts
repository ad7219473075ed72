import { useEffect, useEffectEvent } from 'react';

/** Keys work wherever the focus is, but not while somebody writes or something stands in front. */
function useKeys(onKey: (event: KeyboardEvent) => boolean): void {
  const pressed = useEffectEvent(onKey);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target } = event;
      const writes = target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      const inFront = document.querySelector('[role="dialog"], [role="menu"]');
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || writes || inFront) return;
      if (pressed(event)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Enter, Delete and the key of Z, whatever letter is on it. A focused link or button keeps its own Enter. */
export function useReviewKeys(act: { approve: () => void; refuse: () => void; undo: () => void }): void {
  useKeys(({ key, code, target }) => {
    const isControl = target instanceof HTMLElement && /^(A|BUTTON)$/.test(target.tagName);
    if (key === 'Enter' && !isControl) act.approve();
    else if (key === 'Delete' || key === 'Backspace') act.refuse();
    else if (code === 'KeyZ') act.undo();
    else return false;
    return true;
  });
}

/** 1 to 9. */
export function useNumberKeys(onNumber: (number: number) => void): void {
  useKeys(({ key }) => {
    if (!/^[1-9]$/.test(key)) return false;
    onNumber(Number(key));
    return true;
  });
}
