import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { reading } from '../../api/api-queries.ts';
import type { Language } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import { numbered } from '../../parts/numbered.ts';
import { EMPTY_VERSION } from './content-draft.ts';
import { MatrixSheet } from './matrix-sheet.tsx';
import type { Section } from './use-campaign-draft.ts';
import { VersionCard } from './version-card.tsx';

type Props = Section & { language: Language; onLanguage: (language: Language) => void };

/** Texts for different people: of each block a reader gets the first version that fits. By hand, or out of a spreadsheet. */
export function VersionsField(props: Props) {
  const { campaignId, draft, onContent } = props;
  const { t } = useTranslation();
  const format = useFormats();
  const { blocks } = draft.content;
  const { data } = useQuery({
    ...reading(campaignMessageRoutes.readReaders, { params: { campaignId: campaignId ?? '' } }),
    enabled: campaignId !== null,
    placeholderData: keepPreviousData,
  });
  const set = (next: typeof blocks) => onContent((before) => ({ ...before, blocks: next }));
  const change = (place: number, block: (typeof blocks)[number]) =>
    set(blocks.map((each, at) => (at === place ? block : each)));
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('campaign.versions.hint')}
      </Text>
      {campaignId ? (
        <MatrixSheet {...props} campaignId={campaignId} />
      ) : (
        <Text size="sm">{t('campaign.versions.saveFirst')}</Text>
      )}
      {numbered(blocks).map(({ key, at: place, item: block }) => {
        const readers = data?.blocks[place];
        return (
          <Stack
            key={key}
            gap="xs"
            role="group"
            aria-label={t('campaign.versions.block', { place: place + 1 })}
          >
            <TextInput
              label={t('campaign.versions.block', { place: place + 1 })}
              placeholder={t('campaign.versions.blockName')}
              value={block.name}
              maxLength={60}
              onChange={(event) => change(place, { ...block, name: event.currentTarget.value })}
            />
            {numbered(block.versions).map(({ key: own, at, item: version }) => (
              <VersionCard
                key={own}
                {...props}
                place={at + 1}
                version={version}
                readers={readers?.readers[at] ?? null}
                who={readers?.who[at] ?? null}
                about={data?.about ?? false}
                only={blocks.length === 1 && block.versions.length === 1}
                onVersion={(next) =>
                  change(place, {
                    ...block,
                    versions: block.versions.map((each, n) => (n === at ? next : each)),
                  })
                }
                onRemove={() => {
                  const versions = block.versions.filter((_, n) => n !== at);
                  if (versions.length > 0) change(place, { ...block, versions });
                  else set(blocks.filter((_, n) => n !== place));
                }}
              />
            ))}
            {readers && readers.none > 0 && (
              <Alert color="orange" p="xs">
                {t('campaign.versions.leftOut', { count: readers.none, shown: format.number(readers.none) })}
              </Alert>
            )}
            <Button
              size="xs"
              variant="light"
              w="max-content"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => change(place, { ...block, versions: [...block.versions, EMPTY_VERSION] })}
            >
              {t('campaign.versions.add')}
            </Button>
          </Stack>
        );
      })}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => set([...blocks, { name: '', versions: [EMPTY_VERSION] }])}
        >
          {t('campaign.versions.addBlock')}
        </Button>
      </Group>
    </Stack>
  );
}
