// Which language to speak: asked for by /language or in the settings, and offered below the very first message.
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { Scene } from '../scene.ts';
import { label, words } from '../words.ts';
import { resume } from './resume.ts';

export const language: Scene = (state, event, view) => {
  if (event.kind === 'action' && event.action === 'language') {
    return {
      say: [
        {
          text: words(view.language, 'settings.askLanguage'),
          buttons: [
            LANGUAGES.map((each) => ({ label: label(each, `languages.${each}`), action: `lang:${each}` })),
          ],
          inPlace: true,
        },
      ],
    };
  }
  if (event.kind === 'action' && event.action.startsWith('lang:')) {
    const chosen = LANGUAGES.find((each): each is Language => `lang:${each}` === event.action);
    return chosen ? { commands: [{ do: 'setLanguage', language: chosen }] } : null;
  }
  if (event.kind === 'did' && event.did === 'setLanguage') {
    return view.member
      ? { say: [{ text: words(view.language, 'settings.languageSet') }] }
      : resume(state, view);
  }
  return null;
};
