// The keyboard below the chat. In Viber a key comes back as its action; in Telegram as the text of its label, in
// whatever language the keyboard was shown: here, and only here, labels become actions again.
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import type { Key } from '#src/core/deliveries/prompt.ts';
import type { BotKey } from '#src/lib/i18n.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { label } from './words.ts';

interface NamedAction {
  key: BotKey;
  action: string;
}

/** No keys any more, but people type them, and old keyboards stay in chats for years. */
const TYPED: NamedAction[] = [
  { key: 'keys.history', action: 'history' },
  { key: 'keys.list', action: 'list' },
  { key: 'keys.help', action: 'help' },
  { key: 'keys.settings', action: 'settings' },
  { key: 'quests.key', action: 'quest' },
  { key: 'quests.gameKey', action: 'quest' },
];

/** The keyboard of whoever has still to share a phone: one big key, and the other languages below it. */
export function phoneKeyboard(language: Language): Key[][] {
  const others = LANGUAGES.filter((each) => each !== language);
  return [[{ label: label(language, 'keys.sharePhone'), share: 'phone' }], languageKeys(others)];
}

/** The keyboard of a member who is to prove a phone: the same key, and a way back. */
export function ownPhoneKeyboard(language: Language): Key[][] {
  return [[{ label: label(language, 'keys.sharePhone'), share: 'phone' }], [cancelKey(language)]];
}

const cancelKey = (language: Language) => ({ label: label(language, 'cancel'), action: 'cancel' });

function languageKeys(languages: readonly Language[]): Key[] {
  return languages.map((each) => ({ label: label(each, `languages.${each}`), action: `lang:${each}` }));
}

const ACTION_OF_LABEL = new Map<string, string>(
  LANGUAGES.flatMap((language) => [
    ...menuKeyboard(language).flat(),
    ...TYPED.map(({ key, action }) => ({ label: label(language, key), action })),
    ...languageKeys([language]),
    cancelKey(language),
  ]).flatMap((key) => ('action' in key ? [[plain(key.label), key.action] as const] : [])),
);

/** The action of the key that has this label in any language, or null when the text is no label. */
export function actionOfLabel(text: string): string | null {
  return text.length > 64 ? null : (ACTION_OF_LABEL.get(plain(text)) ?? null);
}

// People also type labels by hand: without the picture, in small letters.
function plain(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .toLowerCase();
}
