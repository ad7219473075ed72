import { NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignEstimate } from '#src/contract/campaign-plan.ts';
import { SEND_MODES } from '#src/contract/campaign-shape.ts';
import { useFormats } from '../../parts/formats.ts';
import type { CampaignDraft } from './use-campaign-draft.ts';
import { usePlanWords } from './use-plan-words.ts';

const MOST_HOURS = 168;

/** What happens to those whose message costs money, each choice with its reach and price. */
export function SendModeField({
  draft,
  estimate,
  onChange,
}: {
  draft: CampaignDraft;
  estimate: CampaignEstimate | undefined;
  onChange: (change: Partial<CampaignDraft>) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { price } = usePlanWords();
  const comesTo = (mode: (typeof SEND_MODES)[number]) => {
    const option = estimate?.options.find((each) => each.mode === mode);
    if (!estimate || !option || estimate.byMessenger.viber === 0) return '';
    const cost = price(option.priceMicros, estimate.priceCurrency);
    return ` ${t('plan.mode.comesTo', { people: format.number(option.reach), price: cost })}`;
  };
  return (
    <Radio.Group
      label={t('plan.mode.label')}
      value={draft.sendMode}
      onChange={(next) => {
        const sendMode = SEND_MODES.find((mode) => mode === next);
        if (sendMode) onChange({ sendMode });
      }}
    >
      <Text size="sm" c="dimmed" mt={2}>
        {t('plan.mode.hint')}
      </Text>
      <Stack gap="sm" mt="xs">
        {SEND_MODES.map((mode) => (
          <Radio
            key={mode}
            value={mode}
            label={t(`plan.mode.${mode}`)}
            description={t(`plan.mode.${mode}Hint`) + comesTo(mode)}
          />
        ))}
        {draft.sendMode === 'sessionFirst' && (
          <NumberInput
            label={t('plan.mode.patience')}
            value={draft.patienceHours}
            onChange={(value) =>
              onChange({ patienceHours: Math.min(MOST_HOURS, Math.max(1, Math.trunc(Number(value)) || 1)) })
            }
            min={1}
            max={MOST_HOURS}
            allowDecimal={false}
            maw={260}
          />
        )}
      </Stack>
    </Radio.Group>
  );
}
