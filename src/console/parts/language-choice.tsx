import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, pickLanguage, shownLanguage } from '../i18n.ts';

/** The three languages at the door, side by side. */
export function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('common.language')}
      value={shownLanguage()}
      onChange={(language) => void pickLanguage(language)}
      data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
    />
  );
}
