// Elements by hand: the page is too small for a framework.

type Child = Node | string | null | false;

/** An element with its attributes and children; `onclick` is listened to, `null` and `false` are left out. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | (() => void) | null | false> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.replace(/^on/, ''), value);
    else if (typeof value === 'string') element.setAttribute(key, value);
  }
  for (const child of children) if (child !== null && child !== false) element.append(child);
  return element;
}

/** The part of the page with this id, which the server has put there. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}
