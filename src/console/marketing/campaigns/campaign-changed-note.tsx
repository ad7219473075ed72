import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#src/contract/marketing.ts';
import type { Language } from '../../i18n.ts';
import { ChangedNote } from '../../parts/changed-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { textsOf } from './content-draft.ts';

/** Enough to know the text again. */
const SHOWN_LETTERS = 160;

/** Somebody else has changed the campaign under one's hands. */
export function CampaignChangedNote({
  campaign,
  language,
  ...rest
}: {
  /** As it is now. */
  campaign: Campaign;
  language: Language;
} & Omit<ComponentProps<typeof ChangedNote>, 'text' | 'theirs'>) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const text = textsOf(campaign.content)[language].trim();
  // Cut between words, so that no letter or emoji is.
  const shown = text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS).replace(/\S*$/, '')}…` : text;
  return (
    <ChangedNote
      text={t(rest.isSaved ? 'campaign.changed.saved' : 'campaign.changed.text', {
        moment: moment(campaign.changedAt),
      })}
      theirs={t('campaign.changed.theirs', { name: campaign.name, text: shown })}
      {...rest}
    />
  );
}
