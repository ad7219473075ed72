import { ColorInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Programme } from '#src/contract/programme.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useSettings } from './use-settings.ts';

const FIELDS = [
  'shopName',
  'defaultLanguage',
  'brandColour',
  'accentColour',
  'timeZone',
  'supportPhone',
  'termsVersion',
  'termsUrl',
] as const;

/** How the shop looks and speaks. */
export function ShopForm({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const settings = useSettings(programme, FIELDS);
  const { next, set } = settings;
  const words = (field: 'shopName' | 'timeZone' | 'termsVersion' | 'termsUrl' | 'supportPhone') => (
    <TextInput
      label={t(`settings.${field}`)}
      value={next[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <form onSubmit={settings.submit}>
      <Sheet title={t('settings.shop')}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {words('shopName')}
          <Select
            label={t('settings.defaultLanguage')}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            value={next.defaultLanguage}
            onChange={(value) => set({ defaultLanguage: LANGUAGES.find((one) => one === value) ?? 'uk' })}
            allowDeselect={false}
          />
          {(['brandColour', 'accentColour'] as const).map((field) => (
            <ColorInput
              key={field}
              label={t(`settings.${field}`)}
              value={next[field]}
              onChange={(value) => set({ [field]: value })}
              format="hex"
              eyeDropperButtonProps={{ 'aria-label': t('settings.pick') }}
            />
          ))}
          {words('timeZone')}
          {words('supportPhone')}
          {words('termsVersion')}
          {words('termsUrl')}
        </SimpleGrid>
      </Sheet>
      <SaveBar of={settings} />
    </form>
  );
}
