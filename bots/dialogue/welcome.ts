import { guestKeyboard } from '#src/core/deliveries/menu-keys.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { readQuestLink } from '#src/core/quests/tell/quest-action.ts';
import { languageOf } from '#src/lib/language.ts';
import { phoneKeyboard } from './keys.ts';
import { words } from './words.ts';

/** The first message to somebody who opens the chat, where it must be said before anything is looked up (Viber). */
export function welcome({
  languageTag,
  payload,
}: {
  languageTag?: string;
  /** Of the deep link. */
  payload?: string;
}): MessagePrompt {
  const language = languageOf(languageTag);
  if (readQuestLink(payload))
    return {
      say: 'message',
      text: words(language, 'quests.helloNewcomer'),
      keyboard: guestKeyboard(language),
    };
  return { say: 'message', text: words(language, 'start.newcomer'), keyboard: phoneKeyboard(language) };
}
