// Things that come over a phone's screen: sheets from below, small dialogs, a picture over everything. While one
// is open the rest of the screen is inert, Escape or a tap beside it closes it, and the focus returns.

import { type Child, el } from './dom.ts';

/** A phone's screen: what is normally there, and the place for what comes over it. */
export interface Screen {
  content: HTMLElement;
  layers: HTMLElement;
}

export interface LayerOptions {
  kind: 'sheet' | 'dialog' | 'full' | 'page';
  /** For screen readers. */
  label: string;
}

/** Opens a layer; `build` gets the function that closes it and answers with its content. */
export function openLayer(
  screen: Screen,
  options: LayerOptions,
  build: (close: () => void) => readonly Child[],
): () => void {
  const before = document.activeElement;
  const close = (): void => {
    if (!layer.isConnected) return;
    layer.remove();
    if (screen.layers.childElementCount === 0) screen.content.inert = false;
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  const panel = el('div', {
    class: `layer-panel layer-${options.kind}`,
    role: 'dialog',
    'aria-modal': 'true',
    'aria-label': options.label,
    tabindex: '-1',
  });
  const layer = el('div', { class: 'layer' }, el('div', { class: 'layer-shade', onclick: close }), panel);
  layer.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  panel.append(...build(close).filter((child) => child !== null && child !== undefined && child !== false));
  screen.layers.append(layer);
  screen.content.inert = true;
  const first = panel.querySelector<HTMLElement>('[data-first]') ?? panel;
  first.focus({ preventScroll: true });
  return close;
}
