import type { marketingRoutes } from '#src/contract/marketing.ts';
import type { BodyOf } from '#src/contract/route.ts';
import { LANGUAGES, type Language } from '../../i18n.ts';
import type { QuestDraft } from './quest-draft.ts';

type Content = BodyOf<typeof marketingRoutes.createCampaign>['content'];

/** What a campaign says that calls people to a quest: its title and invitation, and the way into it. */
export function campaignOf(
  { titles, welcome, pictureId }: QuestDraft['terms'],
  payload: string,
  labelIn: (language: Language) => string,
): Content {
  const address = `${location.origin}/go/${payload}`;
  // Buttons open secure pages only; without one the address stands in the text.
  const isSecure = location.protocol === 'https:';
  const texts = Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const words = [titles[language] && `*${titles[language]}*`, welcome[language]].filter(Boolean);
      return words.length > 0 ? [[language, [...words, ...(isSecure ? [] : [address])].join('\n\n')]] : [];
    }),
  );
  const label = Object.fromEntries(LANGUAGES.map((language) => [language, labelIn(language)]));
  return {
    blocks: [{ name: '', versions: [{ when: null, variant: null, texts }] }],
    pictureId,
    buttons: isSecure ? [{ kind: 'open', label, url: address }] : [],
    slots: null,
  };
}
