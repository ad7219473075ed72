import { ActionIcon, Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CampaignButton } from '#src/contract/campaign-content.ts';
import { offerRoutes } from '#src/contract/offers.ts';
import { reading } from '../../api/api-queries.ts';
import { numbered } from '../../parts/numbered.ts';
import { TextInLanguages } from '../rules/text-in-languages.tsx';

const MOST = 5;
const KINDS = ['offer', 'open', 'section'] as const;
const SECTIONS = [
  'card',
  'balance',
  'offers',
  'rewards',
  'favourites',
  'quests',
  'friends',
  'history',
  'rate',
] as const;

/** What can be pressed under the message; presses and openings are counted. */
export function ButtonsField({
  buttons,
  onChange,
}: {
  buttons: CampaignButton[];
  onChange: (buttons: CampaignButton[]) => void;
}) {
  const { t } = useTranslation();
  const add = () => onChange([...buttons, { kind: 'section', label: {}, section: 'offers' }]);
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600}>{t('campaign.buttons.title')}</Text>
        <Text size="sm" c="dimmed">
          {t('campaign.buttons.hint')}
        </Text>
      </div>
      {numbered(buttons).map(({ key, at, item: button }) => (
        <OneButton
          key={key}
          place={at + 1}
          button={button}
          onChange={(next) => onChange(buttons.map((each, place) => (place === at ? next : each)))}
          onRemove={() => onChange(buttons.filter((_, place) => place !== at))}
        />
      ))}
      {buttons.length < MOST && (
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
          w="max-content"
        >
          {t('campaign.buttons.add')}
        </Button>
      )}
    </Stack>
  );
}

function OneButton({
  place,
  button,
  onChange,
  onRemove,
}: {
  place: number;
  button: CampaignButton;
  onChange: (button: CampaignButton) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="sm" radius="md" role="group" aria-label={t('campaign.buttons.one', { place })}>
      <Stack gap="xs">
        <Group gap="xs" align="end" wrap="nowrap">
          <Select
            label={t('campaign.buttons.kind')}
            data={KINDS.map((value) => ({ value, label: t(`campaign.buttons.${value}`) }))}
            value={button.kind}
            onChange={(next) => {
              const kind = KINDS.find((each) => each === next);
              if (kind) onChange(ofKind(kind, button.label));
            }}
            allowDeselect={false}
            flex={1}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('campaign.buttons.remove', { place })}
            onClick={onRemove}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
        <Target button={button} onChange={onChange} />
        <TextInLanguages
          label={t('campaign.buttons.label')}
          value={button.label}
          onChange={(label) => onChange({ ...button, label })}
          most={60}
        />
      </Stack>
    </Paper>
  );
}

/** What it does. */
function Target({
  button,
  onChange,
}: {
  button: CampaignButton;
  onChange: (button: CampaignButton) => void;
}) {
  const { t } = useTranslation();
  const { data } = useQuery(reading(offerRoutes.listOffers, {}));
  if (button.kind === 'open')
    return (
      <TextInput
        label={t('campaign.buttons.url')}
        value={button.url}
        placeholder="https://"
        inputMode="url"
        maxLength={1000}
        onChange={(event) => onChange({ ...button, url: event.currentTarget.value })}
        error={
          button.url === '' || /^https:\/\/[^\s/]+\.\S+$/.test(button.url)
            ? undefined
            : t('campaign.buttons.https')
        }
      />
    );
  if (button.kind === 'section')
    return (
      <Select
        label={t('campaign.buttons.whichSection')}
        data={SECTIONS.map((value) => ({ value, label: t(`campaign.buttons.sections.${value}`) }))}
        value={button.section}
        onChange={(next) => {
          const section = SECTIONS.find((each) => each === next);
          if (section) onChange({ ...button, section });
        }}
        allowDeselect={false}
      />
    );
  const live = (data?.offers ?? []).filter(({ status }) => status === 'live');
  return (
    <Select
      label={t('campaign.buttons.whichOffer')}
      data={live.map(({ offerId, title, name }) => ({ value: offerId, label: title || name }))}
      value={button.offerId === '' ? null : button.offerId}
      onChange={(offerId) => onChange({ ...button, offerId: offerId ?? '' })}
      searchable
    />
  );
}

function ofKind(kind: CampaignButton['kind'], label: CampaignButton['label']): CampaignButton {
  if (kind === 'open') return { kind, label, url: '' };
  return kind === 'section' ? { kind, label, section: 'offers' } : { kind, label, offerId: '' };
}
