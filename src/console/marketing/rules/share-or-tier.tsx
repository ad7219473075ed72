import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberField } from './number-field.tsx';

type Share = number | 'tier' | null;

/** A share of what was paid: the one of the member's tier, or one for everybody. */
export function ShareOrTier({ value, onChange }: { value: Share; onChange: (value: Share) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t('rules.effect.shareOf')}
        data={[
          { value: 'tier', label: t('rules.effect.shareTier') },
          { value: 'own', label: t('rules.effect.shareOwn') },
        ]}
        value={value === 'tier' ? 'tier' : 'own'}
        onChange={(next) => onChange(next === 'tier' ? 'tier' : null)}
        allowDeselect={false}
      />
      {value !== 'tier' && (
        <NumberField label={t('rules.effect.shareBp')} unit="share" value={value} onChange={onChange} />
      )}
    </>
  );
}
