import {
  ActionIcon,
  Badge,
  Collapse,
  Group,
  Paper,
  Select,
  Stack,
  Text,
  UnstyledButton,
} from '@mantine/core';
import { IconChevronDown, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import { AudienceField } from '../segments/audience-field.tsx';
import { CampaignTextField } from './campaign-text-field.tsx';
import { type Version, whole } from './content-draft.ts';
import type { Section } from './use-campaign-draft.ts';

/** One version: for whom, what they read, and how many they are. Folded to a line until it is opened. */
export function VersionCard({
  draft,
  place,
  version,
  readers,
  who,
  about,
  only,
  language,
  onLanguage,
  onVersion,
  onRemove,
}: Section & {
  language: Language;
  onLanguage: (language: Language) => void;
  place: number;
  version: Version;
  /** Null: not counted yet. */
  readers: number | null;
  /** For whom, in a sentence. */
  who: string | null;
  about: boolean;
  only: boolean;
  onVersion: (version: Version) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const [open, setOpen] = useState(only || Object.values(version.texts).every((text) => text === ''));
  const text = version.texts[language] || LANGUAGES.map((each) => version.texts[each]).find(Boolean);
  const people = readers === null ? null : `${about ? '≈ ' : ''}${format.number(readers)}`;
  return (
    <Paper withBorder radius="md" p="sm" role="group" aria-label={t('campaign.versions.one', { place })}>
      <Group wrap="nowrap" gap="xs">
        <UnstyledButton flex={1} miw={0} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Group wrap="nowrap" gap="xs">
            <IconChevronDown
              size={16}
              aria-hidden
              style={{ rotate: open ? '0deg' : '-90deg', flex: 'none' }}
            />
            <Text fw={600} size="sm">
              {place}
            </Text>
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text size="sm" truncate>
                {text || t('campaign.versions.noText')}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {version.when === null ? t('campaign.versions.everybody') : who}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
        {version.variant && <Badge variant="light">{version.variant}</Badge>}
        {people !== null && (
          <Badge
            color={readers === 0 ? 'orange' : 'gray'}
            variant="light"
            aria-label={t('campaign.versions.readers', { count: readers ?? 0, shown: people })}
          >
            {readers === 0 ? t('campaign.versions.nobody') : people}
          </Badge>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={only}
          aria-label={t('campaign.versions.remove', { place })}
          onClick={onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <Collapse expanded={open}>
        {open && (
          <Stack gap="sm" mt="sm">
            <Text size="sm" fw={600}>
              {t('campaign.versions.who')}
            </Text>
            <AudienceField
              value={version.when}
              label={t('campaign.versions.who')}
              withCount={false}
              onChange={(when) => {
                if (when !== undefined) onVersion({ ...version, when });
              }}
            />
            {draft.variants.length > 1 && (
              <Select
                label={t('campaign.versions.variant')}
                data={draft.variants.map(({ key }) => key)}
                value={version.variant}
                placeholder={t('campaign.versions.anyVariant')}
                onChange={(variant) => onVersion({ ...version, variant })}
                clearable
              />
            )}
            <CampaignTextField
              texts={whole(version.texts)}
              language={language}
              onLanguage={onLanguage}
              onChange={(texts) => onVersion({ ...version, texts })}
              slots={draft.content.slots !== null}
            />
          </Stack>
        )}
      </Collapse>
    </Paper>
  );
}
