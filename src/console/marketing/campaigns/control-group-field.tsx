import { NumberInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const MOST = 50;

/** How many get nothing on purpose, and what for. */
export function ControlGroupField({
  percent,
  onChange,
}: {
  percent: number;
  onChange: (percent: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <NumberInput
        label={t('plan.control.label')}
        description={t('plan.control.hint')}
        value={percent}
        onChange={(value) => onChange(Math.min(MOST, Math.max(0, Math.trunc(Number(value)) || 0)))}
        min={0}
        max={MOST}
        suffix=" %"
        allowDecimal={false}
        maw={420}
      />
      {percent === 0 && (
        <Text size="sm" c="orange" mt={6}>
          {t('plan.control.none')}
        </Text>
      )}
    </div>
  );
}
