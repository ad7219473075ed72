import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, type Language, showLanguage, shownLanguage } from '../i18n.ts';

/** The three languages, side by side. `onChosen` hears which one was picked. */
export function LanguageChoice({ onChosen }: { onChosen?: (language: Language) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('common.language')}
      value={shownLanguage()}
      onChange={(language) => {
        void showLanguage(language);
        onChosen?.(language);
      }}
      data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
    />
  );
}
