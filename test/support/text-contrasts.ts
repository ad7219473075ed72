// Runs inside a page and holds everything it needs.

/** Every text that can be seen on the page, with the contrast ratio of WCAG 2.2 to what is behind it. */
export function textContrasts(): { text: string; ratio: number; ink: string; ground: string }[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const isSolid = (colour: string) => (channels(colour)[3] ?? 1) === 1 && channels(colour).length >= 3;
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return isSolid(backgroundColor) ? backgroundColor : groundOf(element.parentElement);
  };
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const text = [...element.childNodes]
      .map((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : ''))
      .join('')
      .trim();
    if (text === '' || element.tagName === 'SCRIPT' || !element.checkVisibility()) return [];
    const ink = getComputedStyle(element).color;
    const ground = groundOf(element);
    const [a, b] = [luminance(ink), luminance(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return [{ text, ratio: Math.round(ratio * 100) / 100, ink, ground }];
  });
}
