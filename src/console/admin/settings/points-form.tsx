import { NumberInput, Radio, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Programme, RETURN_POLICIES } from '#src/contract/programme.ts';
import { symbolOf } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useSettings } from './use-settings.ts';
import { WholeNumber } from './whole-number.tsx';

const FIELDS = [
  'pointValueMinor',
  'maxBurnBp',
  'welcomePoints',
  'burnWaitHours',
  'returnPolicy',
  'returnsAnywhere',
  'claimDays',
  'adjustmentLimit',
  'giftDayLimit',
  'giftDays',
] as const;
type NumberField =
  | 'welcomePoints'
  | 'burnWaitHours'
  | 'claimDays'
  | 'adjustmentLimit'
  | 'giftDayLimit'
  | 'giftDays';

/** What points are worth, what happens on a return, and how far people may go by themselves. */
export function PointsForm({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const settings = useSettings(programme, FIELDS);
  const { next, set } = settings;
  const number = (field: NumberField, most: number, least = 0) => (
    <WholeNumber
      label={t(`settings.${field}`)}
      description={t(`settings.${field}Hint`)}
      value={next[field]}
      min={least}
      max={most}
      onChange={(value) => set({ [field]: value })}
    />
  );
  return (
    <form onSubmit={settings.submit}>
      <Stack>
        <Sheet title={t('settings.points')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput
              label={t('settings.pointValueMinor')}
              description={t('settings.pointValueMinorHint', { currency: symbolOf(programme.moneyCurrency) })}
              value={next.pointValueMinor / 100}
              onChange={(value) => set({ pointValueMinor: Math.max(1, Math.round(Number(value) * 100)) })}
              min={0.01}
              decimalScale={2}
            />
            <NumberInput
              label={t('settings.maxBurnBp')}
              description={t('settings.maxBurnBpHint')}
              value={next.maxBurnBp / 100}
              onChange={(value) => set({ maxBurnBp: Math.round(Number(value) * 100) })}
              min={0}
              max={100}
              decimalScale={2}
              suffix=" %"
            />
            {number('welcomePoints', 1_000_000)}
            {number('burnWaitHours', 8760)}
          </SimpleGrid>
        </Sheet>
        <Sheet title={t('settings.returns')}>
          <Stack>
            <Radio.Group
              label={t('settings.returnPolicy')}
              value={next.returnPolicy}
              onChange={(value) =>
                set({ returnPolicy: RETURN_POLICIES.find((one) => one === value) ?? 'debt' })
              }
            >
              <Stack gap="sm" mt="xs">
                {RETURN_POLICIES.map((policy) => (
                  <Radio
                    key={policy}
                    value={policy}
                    label={t(`settings.policy.${policy}`)}
                    description={t(`settings.policy.${policy}Hint`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Switch
              label={t('settings.returnsAnywhere')}
              description={t('settings.returnsAnywhereHint')}
              checked={next.returnsAnywhere}
              onChange={(event) => set({ returnsAnywhere: event.currentTarget.checked })}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>{number('claimDays', 366)}</SimpleGrid>
          </Stack>
        </Sheet>
        <Sheet title={t('settings.limits')}>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            {number('adjustmentLimit', 1_000_000)}
            {number('giftDayLimit', 1_000_000)}
            {number('giftDays', 60, 1)}
          </SimpleGrid>
        </Sheet>
      </Stack>
      <SaveBar of={settings} />
    </form>
  );
}
