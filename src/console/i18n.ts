// The console's languages. Only the one in use is loaded.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { z } from 'zod';
import { language } from '#src/contract/words.ts';
import { speakTo } from './api/call.ts';
import { remembered } from './remembered.ts';

export type Language = z.output<typeof language>;
export const LANGUAGES: readonly Language[] = language.options;
/** What people call their language. */
export const LANGUAGE_NAMES: Record<Language, string> = { uk: 'Українська', ru: 'Русский', en: 'English' };

const words: Record<Language, () => Promise<{ default: object }>> = {
  uk: () => import('../../locales/uk/console.json'),
  ru: () => import('../../locales/ru/console.json'),
  en: () => import('../../locales/en/console.json'),
};
const chosen = remembered('kartka.language', language);
/** What somebody picked at the door of this browser, which no account's own language changes. */
const picked = remembered('kartka.language.picked', language.nullable());

/** Starts in the language chosen here before, else in the browser's, else in Ukrainian. */
export async function startLanguage(): Promise<void> {
  const first =
    chosen.read() ?? LANGUAGES.find((one) => navigator.languages.some((tag) => tag.startsWith(one)));
  await i18next
    .use(initReactI18next)
    .init({ lng: 'none', fallbackLng: false, interpolation: { escapeValue: false } });
  await showLanguage(first ?? 'uk');
}

/** Loads the others too, for what is written or shown in all of them. */
export async function loadLanguages(): Promise<void> {
  await Promise.all(LANGUAGES.map(load));
}

export function hasLanguage(one: Language): boolean {
  return i18next.hasResourceBundle(one, 'translation');
}

async function load(one: Language): Promise<void> {
  if (!hasLanguage(one)) i18next.addResourceBundle(one, 'translation', (await words[one]()).default);
}

/** What was chosen last: a choice before it, whose words come later, is over. */
let wanted: Language | null = null;

/** Changes the language of everything on the screen, and of what the server says from now on. */
export async function showLanguage(next: Language): Promise<void> {
  wanted = next;
  await load(next);
  if (wanted !== next) return;
  await i18next.changeLanguage(next);
  if (wanted !== next) return;
  chosen.write(next);
  speakTo(next);
  document.documentElement.lang = next;
}

/** Shows what somebody picked before they had signed in, and keeps to it in this browser. */
export async function pickLanguage(next: Language): Promise<void> {
  picked.write(next);
  await showLanguage(next);
}

/** Whoever has signed in speaks this: shown where nobody has picked another at the door. */
export async function showOwnLanguage(own: Language): Promise<void> {
  await showLanguage(picked.read() ?? own);
}

/** The account has been given this language by hand, so that it holds here as everywhere. */
export async function speakOwnLanguage(own: Language): Promise<void> {
  picked.write(null);
  await showLanguage(own);
}

/** The language on the screen. */
export function shownLanguage(): Language {
  return language.catch('uk').parse(i18next.language);
}
