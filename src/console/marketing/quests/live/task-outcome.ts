// What becomes of a task where all goes well: a vote has no right answer, and a purchase is none.

const JUDGED = new Set(['quiz', 'text', 'code']);
const ASKED = new Set(['poll', 'survey', 'rate']);

export function outcomeOf(type: string): 'right' | 'answered' | 'done' {
  if (JUDGED.has(type)) return 'right';
  return ASKED.has(type) ? 'answered' : 'done';
}
