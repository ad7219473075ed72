// A list of people as it is pasted: by lines, commas or semicolons, each once.

/** As long as a whole phone or card number: what is shorter between blanks is a part of one. */
const WHOLE = 10;

/** Blanks inside of a number stay; between whole numbers they part them. */
export function splitMembers(text: string): string[] {
  const pieces = text.split(/[\r\n\t,;]+/).flatMap((piece) => {
    const parts = piece.trim().split(/\s+/);
    return parts.every((part) => part.length >= WHOLE) ? parts : [piece.trim()];
  });
  return [...new Set(pieces)].filter((piece) => piece !== '');
}
