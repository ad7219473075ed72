import { invalidField } from '../refusal.ts';

const LONGEST = 100;

/** The name without blanks around it. Throws Refusal invalid_input {field: 'name'}. */
export function checkSegmentName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw invalidField('name', 'empty');
  if (trimmed.length > LONGEST) throw invalidField('name', 'longest', { count: LONGEST });
  return trimmed;
}
