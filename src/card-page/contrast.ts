// Colours that others choose, made readable: WCAG 2.2's contrast ratio.

/** AA for text of any size. */
const ENOUGH = 4.5;

/** `colour`, mixed with `ink` as little as it takes to be read on each of `grounds`. All are written `#rrggbb`. */
export function readable(colour: string, grounds: readonly string[], ink: string): string {
  for (let tenths = 0; tenths < 10; tenths++) {
    const mixed = mix(colour, ink, tenths / 10);
    if (grounds.every((ground) => contrast(mixed, ground) >= ENOUGH)) return mixed;
  }
  return ink;
}

function mix(from: string, to: string, share: number): string {
  const target = parts(to);
  return `#${parts(from)
    .map((part, at) => Math.round(part + ((target[at] ?? part) - part) * share))
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parts(colour: string): number[] {
  return (colour.match(/[0-9a-f]{2}/gi) ?? []).map((part) => Number.parseInt(part, 16));
}
