import { ActionIcon, Button, Checkbox, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { REACTIONS, STEP_CHANNELS } from '#src/contract/campaign-shape.ts';
import { SmsField } from './sms-field.tsx';
import type { CampaignDraft } from './use-campaign-draft.ts';

const USUAL_HOURS = 24;
const MOST_HOURS = 168;
type Channel = (typeof STEP_CHANNELS)[number];

/** Who is tried again by another way, after how long, and what spares them. */
export function CascadeField({
  draft,
  onChange,
}: {
  draft: CampaignDraft;
  onChange: (change: Partial<CampaignDraft>) => void;
}) {
  const { t } = useTranslation();
  const { steps, stopOn } = draft;
  const missing = STEP_CHANNELS.filter((channel) => steps.every((step) => step.channel !== channel));
  // The SMS stays the last.
  const add = (channel: Channel) =>
    onChange({
      steps: [...steps, { channel, afterHours: USUAL_HOURS }].toSorted(
        (a, b) => STEP_CHANNELS.indexOf(a.channel) - STEP_CHANNELS.indexOf(b.channel),
      ),
    });
  return (
    <Stack gap="xs">
      <Text fw={500} size="sm">
        {t('plan.cascade.label')}
      </Text>
      <Text size="sm" c="dimmed">
        {t(steps.length === 0 ? 'plan.cascade.none' : 'plan.cascade.hint')}
      </Text>
      {steps.map(({ channel, afterHours }) => (
        <Group key={channel} gap="sm" align="end" wrap="nowrap">
          <NumberInput
            label={t(`plan.cascade.after.${channel}`)}
            value={afterHours}
            onChange={(value) => {
              const hours = Math.min(MOST_HOURS, Math.max(1, Math.trunc(Number(value)) || 1));
              onChange({
                steps: steps.map((each) =>
                  each.channel === channel ? { channel, afterHours: hours } : each,
                ),
              });
            }}
            min={1}
            max={MOST_HOURS}
            suffix={t('plan.cascade.hours')}
            allowDecimal={false}
            maw={340}
            flex={1}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t(`plan.cascade.remove.${channel}`)}
            onClick={() => onChange({ steps: steps.filter((each) => each.channel !== channel) })}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        {missing.map((channel) => (
          <Button
            key={channel}
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => add(channel)}
          >
            {t(`plan.cascade.add.${channel}`)}
          </Button>
        ))}
      </Group>
      {steps.length > 0 && (
        <Checkbox.Group
          label={t('plan.cascade.stopOn')}
          value={stopOn}
          onChange={(next) => {
            const chosen = REACTIONS.filter((reaction) => next.includes(reaction));
            if (chosen.length > 0) onChange({ stopOn: chosen });
          }}
        >
          <Group gap="md" mt={6}>
            {REACTIONS.map((reaction) => (
              <Checkbox key={reaction} value={reaction} label={t(`plan.reaction.${reaction}`)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      {steps.some(({ channel }) => channel === 'sms') && (
        <SmsField texts={draft.smsTexts} onChange={(smsTexts) => onChange({ smsTexts })} />
      )}
    </Stack>
  );
}
