/** The ground of a cell: by the root, since one cell often holds half of all and the others would look alike. */
export function shadeOf(members: number, most: number): string {
  const percent = members === 0 ? 0 : Math.round(8 + 37 * Math.sqrt(members / Math.max(1, most)));
  return `color-mix(in srgb, var(--brand-text) ${percent}%, var(--page))`;
}
