import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { languageOf } from '#src/lib/language.ts';
import { phoneKeyboard } from './keys.ts';
import { words } from './words.ts';

/** The first message to somebody who opens the chat, where it must be said before anything is looked up (Viber). */
export function welcome({ languageTag }: { languageTag?: string }): MessagePrompt {
  const language = languageOf(languageTag);
  return { say: 'message', text: words(language, 'start.newcomer'), keyboard: phoneKeyboard(language) };
}
