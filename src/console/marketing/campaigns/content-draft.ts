// A campaign's content while it is being written: what is not finished yet is kept on the screen and not sent.
import type { CampaignContent, CampaignTexts } from '#src/contract/campaign-content.ts';
import { LANGUAGES, type Language } from '../../i18n.ts';

export type Texts = Record<Language, string>;
type Block = CampaignContent['blocks'][number];
export type Version = Block['versions'][number];

export const EMPTY_VERSION: Version = { when: null, variant: null, texts: {} };
export const EMPTY_CONTENT: CampaignContent = {
  blocks: [{ name: '', versions: [EMPTY_VERSION] }],
  pictureId: null,
  buttons: [],
  slots: null,
};

/** One text for everybody. */
export function isSimple({ blocks }: CampaignContent): boolean {
  const [block, ...others] = blocks;
  const [version, ...more] = block?.versions ?? [];
  return others.length + more.length === 0 && version?.when === null && version.variant === null;
}

/** The text of the first version, each language's own. */
export function textsOf({ blocks }: CampaignContent): Texts {
  return whole(blocks[0]?.versions[0]?.texts ?? {});
}

export function withTexts(content: CampaignContent, texts: CampaignTexts): CampaignContent {
  return { ...content, blocks: [{ name: '', versions: [{ ...EMPTY_VERSION, texts }] }] };
}

export function whole(texts: CampaignTexts): Texts {
  return { uk: texts.uk ?? '', ru: texts.ru ?? '', en: texts.en ?? '' };
}

/** Whether anybody would read anything; without `language` in any. */
export function says({ blocks }: CampaignContent, language?: Language): boolean {
  const asked = language ? [language] : LANGUAGES;
  return blocks.some(({ versions }) =>
    versions.some(({ texts }) => asked.some((each) => (texts[each] ?? '').trim() !== '')),
  );
}

/** What can be sent of it: buttons without a label or an address are not yet any, nor slots without offers. */
export function finished(content: CampaignContent): CampaignContent {
  const { buttons, slots } = content;
  return {
    ...content,
    buttons: buttons.filter((button) => {
      const isNamed = Object.values(button.label).some((label) => label.trim() !== '');
      if (button.kind === 'open') return isNamed && /^https:\/\/[^\s/]+\.[^\s]+$/.test(button.url.trim());
      return isNamed && (button.kind !== 'offer' || button.offerId !== '');
    }),
    slots: slots && slots.pool.length > 0 ? slots : null,
  };
}
