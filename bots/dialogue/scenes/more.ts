// What is needed less often, behind one key, so that the keyboard stays calm.
import type { BotKey } from '#src/lib/i18n.ts';
import type { Scene } from '../scene.ts';
import { label, words } from '../words.ts';

const ROWS: { key: BotKey; action: string }[][] = [
  [{ key: 'quests.key', action: 'quest' }],
  [
    { key: 'keys.history', action: 'history' },
    { key: 'history.favourites', action: 'favourites' },
  ],
  [
    { key: 'keys.list', action: 'list' },
    { key: 'rewards.orders', action: 'orders' },
  ],
  [
    { key: 'challenges.key', action: 'challenges' },
    { key: 'friends.key', action: 'friends' },
  ],
  [{ key: 'keys.help', action: 'help' }],
];

export const more: Scene = (_state, event, { language, member }) => {
  if (event.kind !== 'action' || event.action !== 'more') return null;
  // Taking a consent back takes two taps, and no search through the settings.
  const consent = member?.marketingConsent
    ? { label: label(language, 'settings.offersOff'), action: 'consent.off' }
    : { label: label(language, 'settings.offersOn'), action: 'consent.on' };
  const buttons = [
    ...ROWS.map((row) => row.map(({ key, action }) => ({ label: label(language, key), action }))),
    [consent, { label: label(language, 'keys.settings'), action: 'settings' }],
  ];
  return { say: [{ text: words(language, 'more.head'), buttons }] };
};
