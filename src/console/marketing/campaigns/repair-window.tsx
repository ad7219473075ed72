import { Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignContent } from '#src/contract/campaign-content.ts';
import { campaignRepairRoutes } from '#src/contract/campaign-repairs.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { useWriting } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES, shownLanguage } from '../../i18n.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { useFormats } from '../../parts/formats.ts';
import { CampaignTextField } from './campaign-text-field.tsx';
import type { Texts } from './content-draft.ts';
import type { RepairKind } from './repair-section.tsx';

const EMPTY: Texts = { uk: '', ru: '', en: '' };

/** The new words, and how many people they are for, which has to be typed: it cannot be undone. */
export function RepairWindow({
  campaign,
  kind,
  people,
  onClose,
}: {
  campaign: Campaign;
  kind: RepairKind;
  people: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { campaignId } = campaign;
  const [content, setContent] = useState(campaign.content);
  const [texts, setTexts] = useState(EMPTY);
  const [language, setLanguage] = useState(shownLanguage());
  const start = useWriting(campaignRepairRoutes.startRepair, {
    stale: [campaignRepairRoutes.listRepairs, marketingRoutes.readCampaign, marketingRoutes.previewCampaign],
  });
  const body = {
    edit: { kind, content },
    withdraw: { kind },
    correct: { kind, texts },
  }[kind];
  return (
    <Confirmation
      opened
      title={t(`repair.${kind}.open`)}
      confirm={t(`repair.${kind}.confirm`)}
      typed={{ value: String(people), label: t('repair.type', { number: format.number(people) }) }}
      danger
      busy={start.isPending}
      failure={start.error}
      onClose={onClose}
      onConfirm={() => start.mutate({ params: { campaignId }, body }, { onSuccess: onClose })}
    >
      <Stack>
        <Text size="sm">{t(`repair.${kind}.text`)}</Text>
        {kind === 'edit' && <Words content={content} onChange={setContent} />}
        {kind === 'correct' && (
          <CampaignTextField texts={texts} language={language} onLanguage={setLanguage} onChange={setTexts} />
        )}
      </Stack>
    </Confirmation>
  );
}

/** Every text that the campaign says, one under the other. */
function Words({
  content,
  onChange,
}: {
  content: CampaignContent;
  onChange: (content: CampaignContent) => void;
}) {
  const { t } = useTranslation();
  const places = content.blocks.flatMap(({ versions }, block) =>
    versions.flatMap(({ texts }, version) =>
      LANGUAGES.filter((language) => texts[language]).map((language) => ({ block, version, language })),
    ),
  );
  const only = content.blocks.length === 1 && content.blocks[0]?.versions.length === 1;
  const label = ({ block, version, language }: (typeof places)[number]) =>
    only
      ? LANGUAGE_NAMES[language]
      : t('repair.place', { block: block + 1, version: version + 1, language: LANGUAGE_NAMES[language] });
  const write = ({ block, version, language }: (typeof places)[number], text: string) => {
    const blocks = content.blocks.map((each, at) =>
      at !== block
        ? each
        : {
            ...each,
            versions: each.versions.map((one, no) =>
              no === version ? { ...one, texts: { ...one.texts, [language]: text } } : one,
            ),
          },
    );
    onChange({ ...content, blocks });
  };
  return places.map((place) => (
    <Textarea
      key={`${place.block}.${place.version}.${place.language}`}
      label={label(place)}
      value={content.blocks[place.block]?.versions[place.version]?.texts[place.language] ?? ''}
      onChange={(event) => write(place, event.currentTarget.value)}
      maxLength={3_500}
      autosize
      minRows={3}
      maxRows={10}
    />
  ));
}
