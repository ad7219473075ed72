import { Button, Group, Stack, Text } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignContent } from '#src/contract/campaign-content.ts';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { keyOf } from '../../api/read-anew.ts';
import type { Language } from '../../i18n.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { Sheet } from '../../parts/page.tsx';
import { PictureField } from '../../parts/picture-field.tsx';
import { ButtonsField } from './buttons-field.tsx';
import css from './campaign-editor.module.css';
import { CampaignTextField } from './campaign-text-field.tsx';
import { isSimple, textsOf, withTexts } from './content-draft.ts';
import { MessageWeights } from './message-weights.tsx';
import { SlotsField } from './slots-field.tsx';
import { TestSend } from './test-send.tsx';
import type { Section } from './use-campaign-draft.ts';
import { VersionsField } from './versions-field.tsx';

type Props = Section & { language: Language; onLanguage: (language: Language) => void };

/** What they read: one text for everybody or versions, each reader's own offers, a picture, buttons; and a test. */
export function MessageSection(props: Props) {
  const { campaignId, draft, save, onContent, language } = props;
  const { t } = useTranslation();
  const { content } = draft;
  const set = (part: Partial<CampaignContent>) => onContent((before) => ({ ...before, ...part }));
  return (
    <>
      <Sheet title={t('plan.section.message')}>
        <Stack gap="lg">
          <Words {...props} />
          {campaignId && <MessageWeights campaignId={campaignId} />}
          <SlotsField slots={content.slots} onChange={(slots) => set({ slots })} />
          <PictureField
            label={t('campaign.message.picture')}
            value={content.pictureId}
            onChange={(pictureId) => set({ pictureId })}
          />
          <ButtonsField buttons={content.buttons} onChange={(buttons) => set({ buttons })} />
        </Stack>
      </Sheet>
      {campaignId && <TestSend campaignId={campaignId} language={language} save={save} />}
    </>
  );
}

function Words(props: Props) {
  const { draft, onContent, language, onLanguage } = props;
  const { t } = useTranslation();
  const { content } = draft;
  const [inVersions, setInVersions] = useState(!isSimple(content));
  const [leaving, setLeaving] = useState(false);
  const taking = useIsMutating({ mutationKey: keyOf(campaignMessageRoutes.uploadMatrix) });
  if (!inVersions)
    return (
      <div>
        <CampaignTextField
          texts={textsOf(content)}
          language={language}
          onLanguage={onLanguage}
          onChange={(texts) => onContent((before) => withTexts(before, texts))}
          slots={content.slots !== null}
        />
        <Text size="sm" c="dimmed" mt="xs">
          {t('campaign.message.hint', { skipInterpolation: true })}
        </Text>
        <Button
          mt="sm"
          size="xs"
          variant="light"
          leftSection={<IconTable size={16} aria-hidden />}
          onClick={() => setInVersions(true)}
        >
          {t('campaign.versions.open')}
        </Button>
      </div>
    );
  const leave = () => {
    onContent((before) => withTexts(before, textsOf(before)));
    setInVersions(false);
    setLeaving(false);
  };
  return (
    <div>
      {/* What is about to be replaced is not typed into meanwhile. */}
      <fieldset className={css.bare} disabled={taking > 0}>
        <VersionsField {...props} />
        <Group mt="sm">
          <Button
            size="xs"
            variant="subtle"
            onClick={() => (isSimple(content) ? setInVersions(false) : setLeaving(true))}
          >
            {t('campaign.versions.leave')}
          </Button>
        </Group>
      </fieldset>
      <Confirmation
        opened={leaving}
        title={t('campaign.versions.leaveTitle')}
        confirm={t('campaign.versions.leave')}
        danger
        busy={false}
        failure={null}
        onClose={() => setLeaving(false)}
        onConfirm={leave}
      >
        {t('campaign.versions.leaveText')}
      </Confirmation>
    </div>
  );
}
