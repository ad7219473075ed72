import { escapeRich, type RichText } from '#src/core/deliveries/prompt.ts';
import { type BotKey, botSentence, type Values } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';

/** A sentence as plain text, for labels and toasts. */
export function label(language: Language, key: BotKey, values?: Values): string {
  return botSentence(language, key, values);
}

/** A sentence as rich text: the sentence may bring markup, its values cannot. */
export function words(language: Language, key: BotKey, values: Values = {}): RichText {
  const escaped: Values = {};
  for (const [name, value] of Object.entries(values)) {
    escaped[name] = typeof value === 'string' ? escapeRich(value) : value;
  }
  return botSentence(language, key, escaped);
}
