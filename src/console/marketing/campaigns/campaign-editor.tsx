import { Button, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { Campaign } from '#src/contract/marketing.ts';
import { type Language, shownLanguage } from '../../i18n.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { MessagePreview } from '../message-preview.tsx';
import { AudienceSection } from './audience-section.tsx';
import { CampaignChangedNote } from './campaign-changed-note.tsx';
import css from './campaign-editor.module.css';
import { withTexts } from './content-draft.ts';
import { LaunchDialog } from './launch-dialog.tsx';
import { MessageSection } from './message-section.tsx';
import { SavedNote } from './saved-note.tsx';
import { SendingSection } from './sending-section.tsx';
import { type CampaignDraft, EMPTY_DRAFT, type Section, useCampaignDraft } from './use-campaign-draft.ts';

/** A draft in the order in which a marketer thinks: to whom, what, when; beside it what members will see. */
export function CampaignEditor({
  campaign,
  onCreated,
  onReplaced,
}: {
  campaign: Campaign | null;
  onCreated: (campaignId: string) => void;
  /** Hears that the stored campaign is another than the one on the screen, so that it has to be drawn anew. */
  onReplaced: () => void;
}) {
  const { t } = useTranslation();
  const { state } = useLocation();
  const example: boolean = state?.example === true;
  const editing = useCampaignDraft(campaign, example ? exampleDraft(t) : EMPTY_DRAFT, onCreated);
  const { draft, setDraft, save, complete, isSaved, isBehind } = editing;
  const [language, setLanguage] = useState<Language>(shownLanguage());
  const [launching, setLaunching] = useState(false);
  const [unfinished, setUnfinished] = useState(false);
  const campaignId = campaign?.campaignId ?? null;
  const section: Section = {
    campaignId,
    draft,
    save,
    takeBlocks: editing.takeBlocks,
    onChange: (change) => setDraft((before) => ({ ...before, ...change })),
    onContent: (change) => setDraft((before) => ({ ...before, content: change(before.content) })),
  };
  return (
    <Page
      title={draft.name.trim() || t('campaign.new')}
      actions={
        <Button
          size="md"
          leftSection={<IconSend size={18} aria-hidden />}
          disabled={!complete || unfinished || isBehind}
          onClick={() => void save().then((saved) => setLaunching(saved !== null))}
        >
          {t('campaign.launch.open')}
        </Button>
      }
    >
      {campaign && isBehind && (
        <CampaignChangedNote
          campaign={campaign}
          language={language}
          isSaved={isSaved}
          onLoad={onReplaced}
          onKeepMine={complete ? editing.saveMine : undefined}
        />
      )}
      <div className={css.columns}>
        <div className={css.writing}>
          <Sheet>
            <TextInput
              label={t('campaign.name')}
              description={t('campaign.nameHint')}
              value={draft.name}
              onChange={(event) => section.onChange({ name: event.currentTarget.value })}
              maxLength={100}
              size="md"
              autoFocus={campaign === null}
            />
            <SavedNote editing={editing} />
          </Sheet>
          <AudienceSection {...section} unfinished={unfinished} onUnfinished={setUnfinished} />
          <MessageSection {...section} language={language} onLanguage={setLanguage} />
          <SendingSection {...section} />
        </div>
        <MessagePreview campaignId={campaignId} language={language} pictureId={draft.content.pictureId} />
      </div>
      {campaignId && (
        <LaunchDialog
          campaignId={campaignId}
          draft={draft}
          save={save}
          onStale={editing.lookAgain}
          opened={launching}
          onClose={() => setLaunching(false)}
        />
      )}
    </Page>
  );
}

function exampleDraft(t: TFunction): CampaignDraft {
  // The example's own {{name}} and {{balance}} must reach the field as they are.
  const words = (lng: Language) => t('campaign.example.text', { lng, skipInterpolation: true });
  return {
    ...EMPTY_DRAFT,
    name: t('campaign.example.name'),
    content: withTexts(EMPTY_DRAFT.content, { [shownLanguage()]: words(shownLanguage()) }),
  };
}
