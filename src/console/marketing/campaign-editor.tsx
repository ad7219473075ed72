import { Button, Text, TextInput } from '@mantine/core';
import { IconCheck, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../api/api-queries.ts';
import { type Language, shownLanguage } from '../i18n.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';
import { Page, Sheet } from '../parts/page.tsx';
import css from './campaign-editor.module.css';
import { CampaignTextField } from './campaign-text-field.tsx';
import { LaunchConfirmation } from './launch-confirmation.tsx';
import { MessagePreview } from './message-preview.tsx';
import { TestSend } from './test-send.tsx';
import { type CampaignWords, useCampaignDraft } from './use-campaign-draft.ts';

const EMPTY: CampaignWords = { name: '', texts: { uk: '', ru: '', en: '' } };

/** The text in three languages beside what members will see, whom it reaches, a test, and the launch. */
export function CampaignEditor({ campaign }: { campaign: Campaign | null }) {
  const { t } = useTranslation();
  const { state } = useLocation();
  const example: boolean = state?.example === true;
  const { draft, setDraft, save, failure, complete, isSaved } = useCampaignDraft(
    campaign,
    example ? exampleWords(t) : EMPTY,
  );
  const [language, setLanguage] = useState<Language>(shownLanguage());
  const [launching, setLaunching] = useState(false);
  return (
    <Page
      title={draft.name.trim() || t('campaign.new')}
      actions={
        <Button
          size="md"
          leftSection={<IconSend size={18} aria-hidden />}
          disabled={!complete}
          onClick={() => void save().then((id) => setLaunching(id !== null))}
        >
          {t('campaign.launch.open')}
        </Button>
      }
    >
      <div className={css.columns}>
        <div className={css.writing}>
          <Sheet>
            <TextInput
              label={t('campaign.name')}
              description={t('campaign.nameHint')}
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              maxLength={100}
              size="md"
              mb="md"
              autoFocus={campaign === null}
            />
            <CampaignTextField
              texts={draft.texts}
              language={language}
              onLanguage={setLanguage}
              onChange={(texts) => setDraft({ ...draft, texts })}
            />
            <FailureNote failure={failure} onRetry={() => void save()} />
            <Text size="sm" c="dimmed" role="status" mt="xs" className={css.saved}>
              {complete && isSaved && <IconCheck size={16} aria-hidden />}
              {t(complete ? (isSaved ? 'campaign.saved' : 'campaign.saving') : 'campaign.incomplete')}
            </Text>
          </Sheet>
          {campaign && <Reach campaignId={campaign.campaignId} />}
          {campaign && <TestSend campaignId={campaign.campaignId} language={language} save={save} />}
        </div>
        <MessagePreview campaignId={campaign?.campaignId ?? null} language={language} />
      </div>
      {campaign && (
        <LaunchConfirmation
          campaignId={campaign.campaignId}
          opened={launching}
          onClose={() => setLaunching(false)}
        />
      )}
    </Page>
  );
}

function Reach({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data } = useQuery(reading(marketingRoutes.estimateCampaign, { params: { campaignId } }));
  if (!data) return null;
  const { telegram, viber } = data.byMessenger;
  return (
    <Sheet>
      <p className={css.reach}>
        {t('campaign.reach', { count: data.audience })}
        <small>
          {t('campaign.reachBy', { telegram: format.number(telegram), viber: format.number(viber) })}
        </small>
      </p>
    </Sheet>
  );
}

function exampleWords(t: TFunction): CampaignWords {
  // The example's own {{name}} and {{balance}} must reach the field as they are.
  const words = (lng: Language) => t('campaign.example.text', { lng, skipInterpolation: true });
  return {
    name: t('campaign.example.name'),
    texts: { uk: '', ru: '', en: '', [shownLanguage()]: words(shownLanguage()) },
  };
}
