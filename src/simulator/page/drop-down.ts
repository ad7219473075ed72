// A small panel that drops below a control on the desk. One is open at a time; Escape or a press elsewhere closes
// it and gives the focus back.

import { type Child, el } from './dom.ts';

let closeOpen: (() => void) | null = null;

/** Opens a panel inside `place`, or closes it when the same button opened it before. */
export function dropDown(
  place: HTMLElement,
  button: HTMLElement,
  label: string,
  build: (close: () => void) => readonly Child[],
): void {
  const wasOpen = button.getAttribute('aria-expanded') === 'true';
  closeOpen?.();
  if (wasOpen) return;

  const panel = el('div', { class: 'drop', role: 'dialog', 'aria-label': label });
  const close = (): void => {
    panel.remove();
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', pressElsewhere, true);
    document.removeEventListener('keydown', pressEscape, true);
    closeOpen = null;
    if (document.activeElement === document.body) button.focus({ preventScroll: true });
  };
  const pressElsewhere = (event: Event): void => {
    const target = event.target;
    if (target instanceof Node && !panel.contains(target) && !button.contains(target)) close();
  };
  const pressEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  panel.append(...build(close).filter((child) => child !== null && child !== undefined && child !== false));
  place.append(panel);
  button.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', pressElsewhere, true);
  document.addEventListener('keydown', pressEscape, true);
  closeOpen = close;
  panel.querySelector<HTMLElement>('[data-first]')?.focus();
}
