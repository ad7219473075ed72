// Times and days as a messenger shows them.

import type { Say } from './words.ts';

/** 24 hours, such as 09:05; empty for something that is no time. */
export function showTime(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** "Today" or the day and the month in words. */
export function showDay(at: string, say: Say): string {
  const date = new Date(at);
  if (date.toDateString() === new Date().toDateString()) return say('today');
  return new Intl.DateTimeFormat(say.language, { day: 'numeric', month: 'long' }).format(date);
}
